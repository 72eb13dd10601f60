"""The manual in a window of its own: contents and search on the left, the page on the right."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, Qt, QUrl
from PySide6.QtGui import (
    QAction,
    QDesktopServices,
    QImage,
    QKeySequence,
    QPalette,
    QTextBlock,
    QTextCursor,
    QTextDocument,
    QTextFrameFormat,
    QTextLength,
    QTextTable,
)
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QHBoxLayout,
    QLineEdit,
    QSplitter,
    QTextBrowser,
    QTextEdit,
    QToolButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)  # fmt: skip

from w12studio.ui.icons import icon
from w12studio.ui.lane_headers import LaneHeader
from w12studio.ui.manual_pages import Manual, Section, slug
from w12studio.ui.sizes import OF_PANELS, em
from w12studio.ui.texts import tr
from w12studio.ui.theme import current

if TYPE_CHECKING:
    from w12studio.ui.main_window import MainWindow

_MARGIN = 28
_LINE_PX = 760


class Page(QTextBrowser):
    """A page of Markdown; pictures are no wider than it."""

    def __init__(self, folder: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._folder = folder
        self.setObjectName("manualPage")
        self.setOpenLinks(False)
        self.setAccessibleName(tr("Page of the manual"))
        self.document().setDocumentMargin(_MARGIN)
        self.setFrameShape(QTextBrowser.Shape.NoFrame)

    def loadResource(self, kind: int, url: QUrl) -> Any:
        """Pictures beside the page, made to fit."""
        if kind != QTextDocument.ResourceType.ImageResource.value:
            return super().loadResource(kind, url)
        picture = QImage(str(self._folder / url.toString()))
        room = min(self.viewport().width(), _LINE_PX) - 2 * _MARGIN - 8
        dpr = self.devicePixelRatioF()
        if not picture.isNull() and picture.width() > room * dpr:
            how = Qt.TransformationMode.SmoothTransformation
            picture = picture.scaledToWidth(max(round(room * dpr), 1), how)
            picture.setDevicePixelRatio(dpr)
        return picture

    def show_markdown(self, text: str) -> None:
        """Show a page from its beginning."""
        document = self.document()
        document.clear()  # pictures are fitted anew
        palette, theme = self.palette(), current()
        palette.setColor(QPalette.ColorRole.Link, theme.accent)
        self.setPalette(palette)
        document.setMarkdown(text, QTextDocument.MarkdownFeature.MarkdownDialectGitHub)
        self._set_tables()
        self._set_headings()
        self.moveCursor(QTextCursor.MoveOperation.Start)

    def _set_tables(self) -> None:
        """Hairlines between the cells, and room in them."""
        for frame in self.document().rootFrame().childFrames():
            if isinstance(frame, QTextTable):
                style = frame.format().toTableFormat()
                style.setCellPadding(5)
                style.setCellSpacing(0)
                style.setBorder(1)
                style.setBorderCollapse(True)
                style.setBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_Solid)
                style.setBorderBrush(current().border)
                style.setWidth(QTextLength(QTextLength.Type.PercentageLength, 100))
                style.setTopMargin(6)
                style.setBottomMargin(10)
                frame.setFormat(style)

    def _set_headings(self) -> None:
        """Room above them."""
        for block in self._blocks():
            if block.blockFormat().headingLevel():
                cursor = QTextCursor(block)
                style = block.blockFormat()
                style.setTopMargin(20 if block.position() else 0)
                style.setBottomMargin(6)
                cursor.setBlockFormat(style)

    def _blocks(self) -> list[QTextBlock]:
        out, block = [], self.document().begin()
        while block.isValid():
            out.append(block)
            block = block.next()
        return out

    def go_to(self, anchor: str) -> None:
        """Bring a heading to the top, by its slug; the beginning of the page where there is none."""
        found = next((b for b in self._blocks() if b.blockFormat().headingLevel() and slug(b.text()) == anchor), None)
        self.moveCursor(QTextCursor.MoveOperation.Start)
        if found is not None:
            cursor = QTextCursor(found)
            self.setTextCursor(cursor)
            top = self.document().documentLayout().blockBoundingRect(found).top()
            self.verticalScrollBar().setValue(round(top) - 12)

    def mark(self, words: list[str]) -> None:
        """Light up words wherever they stand."""
        marks = []
        for word in words:
            cursor = self.document().find(word)
            while not cursor.isNull() and len(marks) < 500:
                mark = QTextEdit.ExtraSelection()
                mark.cursor = cursor  # type: ignore[attr-defined]
                mark.format.setBackground(current().accent_muted)  # type: ignore[attr-defined]
                marks.append(mark)
                cursor = self.document().find(word, cursor)
        self.setExtraSelections(marks)


class ManualWindow(QDialog):
    """See the module. One window, which stays beside the program's."""

    def __init__(self, parent: QWidget | None = None, manual: Manual | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setWindowTitle(tr("Manual"))
        self.resize(em(1040, OF_PANELS), 760)
        self.manual = manual or Manual()
        self.search, self.contents = QLineEdit(), QTreeWidget()
        self.page = Page(self.manual.folder)
        self.back, self.forward = QToolButton(), QToolButton()
        self._shown = ("", "")
        self._before: list[tuple[str, str]] = []
        self._after: list[tuple[str, str]] = []
        self._build()
        self._fill()

    def _build(self) -> None:
        self.search.setPlaceholderText(tr("Search the manual"))
        self.search.setAccessibleName(tr("Search the manual"))
        self.search.setClearButtonEnabled(True)
        self.search.addAction(icon("search", "text_muted"), QLineEdit.ActionPosition.LeadingPosition)
        self.search.textChanged.connect(lambda _: self._fill())
        self.search.returnPressed.connect(self._open_first)
        self.contents.setHeaderHidden(True)
        self.contents.setAccessibleName(tr("Contents"))
        self.contents.setObjectName("manualContents")
        self.contents.setIndentation(16)
        self.contents.setWordWrap(True)
        self.contents.currentItemChanged.connect(lambda item, _: self._open_item(item))
        self.contents.itemClicked.connect(lambda item, _: self._open_item(item))
        for button, text, tip, key, do in (
            (self.back, "‹", tr("Back"), QKeySequence.StandardKey.Back, self.go_back),
            (self.forward, "›", tr("Forward"), QKeySequence.StandardKey.Forward, self.go_forward),
        ):
            action = QAction(text, self)
            action.setShortcut(QKeySequence(key))
            action.triggered.connect(do)
            button.setDefaultAction(action)
            button.setAccessibleName(tip)
            button.setToolTip(f"{tip}  ({QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText)})")
        find = QAction(self)
        find.setShortcut(QKeySequence(QKeySequence.StandardKey.Find))
        find.triggered.connect(self.search.setFocus)
        self.addAction(find)
        self.page.anchorClicked.connect(self._follow)
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(12, 12, 12, 12)
        row = QHBoxLayout()
        row.addWidget(self.back)
        row.addWidget(self.forward)
        row.addWidget(self.search, 1)
        column.addLayout(row)
        column.addWidget(self.contents, 1)
        parts = QSplitter()
        parts.setChildrenCollapsible(False)
        parts.addWidget(left)
        parts.addWidget(self.page)
        parts.setStretchFactor(1, 1)
        parts.setSizes([em(290), em(750)])
        parts.setHandleWidth(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(parts)
        self._enable()

    # -- contents ----------------------------------------------------------------------------------------------

    def _fill(self) -> None:
        """Contents, or what was found."""
        words = self.search.text().strip()
        self.contents.blockSignals(True)
        self.contents.clear()
        self.contents.setRootIsDecorated(not words)
        if words:
            for hit in self.manual.search(words):
                page = self.manual.title(hit.section.page)
                title = hit.section.title if hit.section.level == 1 else f"{page}: {hit.section.title}"
                self._add(hit.section, f"{title}\n{hit.excerpt}")
            if not self.contents.topLevelItemCount():
                nothing = QTreeWidgetItem([tr("Nothing in the manual has all of these words.")])
                nothing.setFlags(Qt.ItemFlag.NoItemFlags)
                self.contents.addTopLevelItem(nothing)
        else:
            head: QTreeWidgetItem | None = None
            for section in self.manual.sections:
                if section.level == 1:
                    head = self._add(section, section.title)
                elif section.level == 2:
                    self._add(section, section.title, head)
        self.contents.blockSignals(False)
        self._point_at_shown()

    def _add(self, section: Section, text: str, below: QTreeWidgetItem | None = None) -> QTreeWidgetItem:
        item = QTreeWidgetItem([text])
        anchor = "" if section.level == 1 else section.title
        item.setData(0, Qt.ItemDataRole.UserRole, (section.page, anchor))
        if below is None:
            self.contents.addTopLevelItem(item)
        else:
            below.addChild(item)
        return item

    def _point_at_shown(self) -> None:
        """Choose the line of what is shown, where the contents are listed."""
        if self.search.text().strip():
            return
        page, section = self._shown
        self.contents.blockSignals(True)
        for i in range(self.contents.topLevelItemCount()):
            head = self.contents.topLevelItem(i)
            own = head is not None and head.data(0, Qt.ItemDataRole.UserRole)[0] == page
            if head is not None:
                head.setExpanded(own)
            if head is not None and own:
                below = [head.child(k) for k in range(head.childCount())]
                line = next((c for c in below if c.data(0, Qt.ItemDataRole.UserRole)[1] == section), head)
                self.contents.setCurrentItem(line)
                self.contents.scrollToItem(line)
        self.contents.blockSignals(False)

    def _open_item(self, item: QTreeWidgetItem | None) -> None:
        place = None if item is None else item.data(0, Qt.ItemDataRole.UserRole)
        if place:
            self.open(*place)

    def _open_first(self) -> None:
        item = self.contents.topLevelItem(0)
        if item is not None and self.search.text().strip():
            self.contents.setCurrentItem(item)

    # -- pages -------------------------------------------------------------------------------------------------

    def show_topic(self, page: str = "", section: str = "") -> None:
        """Come to the front with a page, or with what was open before."""
        self.search.clear()
        if page or not self._shown[0]:
            self.open(page or (self.manual.pages[0] if self.manual.pages else ""), section)
        self.show()
        self.raise_()
        self.activateWindow()
        self.page.setFocus()

    def open(self, page: str = "", section: str = "") -> None:
        """Show a section of a page; the way back leads to what was shown before."""
        if (page, section) != self._shown:
            if self._shown[0]:
                self._before.append(self._shown)
            self._after.clear()
            self._show_page(page, section)

    def _show_page(self, page: str, section: str) -> None:
        if page != self._shown[0]:
            self.page.show_markdown(self.manual.markdown(page))
        self._shown = (page, section)
        self.page.go_to(slug(section))
        self.page.mark(self.search.text().split())
        self._point_at_shown()
        self._enable()

    def go_back(self) -> None:
        """What was shown before."""
        if self._before:
            self._after.append(self._shown)
            self._show_page(*self._before.pop())

    def go_forward(self) -> None:
        """Undo `go_back`."""
        if self._after:
            self._before.append(self._shown)
            self._show_page(*self._after.pop())

    def _enable(self) -> None:
        for button, there in ((self.back, self._before), (self.forward, self._after)):
            action = button.defaultAction()
            if action is not None:
                action.setEnabled(bool(there))

    def _follow(self, url: QUrl) -> None:
        """A link: to a page of the manual, or out of it."""
        name, anchor = url.path(), url.fragment()
        page = Path(name).stem if name.endswith(".md") else "" if name else self._shown[0]
        if not url.scheme() and page in self.manual.pages:
            titles = {slug(s.title): s.title for s in self.manual.sections if s.page == page}
            self.open(page, titles.get(anchor, ""))
        elif url.scheme() in ("http", "https"):
            QDesktopServices.openUrl(url)
        elif (file := self.manual.folder / name).exists():
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(file)))

    def changeEvent(self, event: QEvent) -> None:
        """Another theme: the page's colours follow."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and self._shown[0]:
            self.page.show_markdown(self.manual.markdown(self._shown[0]))
            self.page.go_to(slug(self._shown[1]))


def topic_at(window: MainWindow) -> tuple[str, str]:
    """Page and section about what the pointer, or else the keyboard's focus, is on; ("", "") for nothing special."""
    timeline, manual = window.timeline, Manual()
    view = timeline.lane_view
    lane = None
    at = view.mapFromGlobal(window.cursor().pos())
    focus = QApplication.focusWidget()
    header = next((h for h in timeline.headers.findChildren(LaneHeader) if h.underMouse() or h is focus), None)
    if header is not None:
        lane = header.lane
    elif view.underMouse() and view.isVisible():
        lane = view.lane_at(at.y())
    if lane is not None:
        return manual.about_lane(lane.name, lane.title)
    for panel, topic in ((window.inspector, "card"), (window.markers, "editing"), (window.history, "editing")):
        if panel.isVisible() and focus is not None and panel.isAncestorOf(focus) and topic in manual.pages:
            return topic, ""
    return "", ""
