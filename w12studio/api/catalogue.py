"""What the program can do: estimators and formats."""

from __future__ import annotations

from fastapi import APIRouter
from pydantic import BaseModel, Field

from w12studio import service

routes = APIRouter(prefix="/v1", tags=["catalogue"])


class EstimatorAnswer(BaseModel):
    """One way to compute the layers of a stage."""

    name: str = Field(examples=["w12-downbeats"])
    title: str
    absent: str = Field(description='Why it can\'t run here; "" where it can.')
    cost: float = Field(description="About how many seconds of one core a second of audio takes.")
    options: list[str] = Field(description='Options that it knows; "device" where it can run on a GPU.')


class StageAnswer(BaseModel):
    """A stage, by the name that `layers` and `estimators` use."""

    name: str = Field(examples=["beats"])
    title: str
    kinds: list[str] = Field(description="Layers that it makes; tempo and meter follow from beats.")
    estimators: list[EstimatorAnswer] = Field(description="Best first.")


class StageList(BaseModel):
    """Every stage of an analysis."""

    stages: list[StageAnswer]


class OptionAnswer(BaseModel):
    """A setting of a format."""

    name: str
    description: str
    default: bool | int | str
    choices: list[bool | int | str] = Field(description="Empty where every value is allowed.")
    minimum: int | None
    maximum: int | None
    unit: str


class FormatAnswer(BaseModel):
    """A format, by the name that `export` uses."""

    name: str = Field(examples=["midi"])
    title: str
    suffix: str
    description: str
    options: list[OptionAnswer]


class ProgramAnswer(BaseModel):
    """A program, and the formats that it needs; `export` takes its name, too."""

    name: str = Field(examples=["ableton"])
    title: str
    formats: list[str]
    how: str = Field(description="How to import the files there.")


class FormatList(BaseModel):
    """Every format, and programs by name."""

    formats: list[FormatAnswer]
    programs: list[ProgramAnswer]


@routes.get("/estimators", summary="Stages, and who can compute them here")
def estimators() -> StageList:
    """As `w12studio doctor` lists them, without trying them."""
    return StageList(
        stages=[
            StageAnswer(
                name=stage.stage,
                title=stage.title,
                kinds=list(stage.kinds),
                estimators=[
                    EstimatorAnswer(name=c.name, title=c.title, absent=c.absent, cost=c.cost, options=list(c.options))
                    for c in stage.choices
                ],
            )
            for stage in service.all_choices()
        ]
    )


@routes.get("/formats", summary="Formats and programs that results can be written for")
def formats() -> FormatList:
    """With their options, which `export` takes as parameters."""
    project = FormatAnswer(
        name="w12",
        title="W12 Studio project",
        suffix=service.PROJECT_SUFFIX,
        description="Everything that is known, to be opened and corrected in the window.",
        options=[],
    )
    others = [
        FormatAnswer(
            name=f.name,
            title=f.title,
            suffix=f.suffix,
            description=f.description,
            options=[
                OptionAnswer(
                    name=o.name,
                    description=o.description,
                    default=o.default,
                    choices=list(o.choices),
                    minimum=o.minimum,
                    maximum=o.maximum,
                    unit=o.unit,
                )
                for o in f.options
            ],
        )
        for f in service.formats().values()
    ]
    programs = [
        ProgramAnswer(name=p.key, title=p.name, formats=[x.format for x in p.parts], how=p.how)
        for p in service.presets().values()
    ]
    return FormatList(formats=[project, *others], programs=programs)
