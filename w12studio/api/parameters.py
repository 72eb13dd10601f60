"""What a request for an analysis may say: names, values and defaults are those of the command line."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, ValidationError

from w12studio import service
from w12studio.api.errors import ApiError, sentence_of
from w12studio.domain.errors import W12Error
from w12studio.domain.pins import parse_meter, parse_pin

#: Longest word of a request, and most of them in a list.
_LONGEST, _MOST = 200, 1000

Word = Annotated[str, StringConstraints(max_length=_LONGEST)]
_DEFAULT = service.Request()


def _listed(value: Any) -> Any:
    """Lists may be one text with commas, as on the command line."""
    if isinstance(value, str):
        value = [value]
    if isinstance(value, list) and all(isinstance(v, str) for v in value):
        return [name for text in value for name in service.names_of(text)]
    return value


def _paired(value: Any) -> Any:
    """Settings may be texts ``name=value``, as on the command line; numbers among them become text."""
    if isinstance(value, str):
        value = [value]
    if isinstance(value, list) and all(isinstance(v, str) for v in value):
        return service.pairs_of([v for v in value if v], "NAME=VALUE")
    if isinstance(value, dict):
        number = (int, float)
        return {k: str(v) if isinstance(v, number) and not isinstance(v, bool) else v for k, v in value.items()}
    return value


def _words(value: Any) -> Any:
    """A list may be a single text."""
    return [value] if isinstance(value, str) else value


Names = Annotated[list[Word], BeforeValidator(_listed), Field(max_length=_MOST)]
Pairs = Annotated[dict[Word, Word], BeforeValidator(_paired), Field(max_length=_MOST)]
Words = Annotated[list[Word], BeforeValidator(_words), Field(max_length=_MOST)]


class Parameters(BaseModel):
    """How to analyse a recording."""

    model_config = ConfigDict(extra="forbid")

    layers: Names = Field(
        list(_DEFAULT.layers),
        description=f"What to compute, of {', '.join(service.LAYERS)}; all by default.",
        examples=[["beats", "key"]],
    )
    device: Word = Field(
        _DEFAULT.device, description="Where models run: auto, cpu, gpu, or one GPU as gpu:1.", examples=["cpu"]
    )
    estimators: Pairs = Field(
        dict(_DEFAULT.estimators),
        description="By layer, the estimator to ask first; GET /v1/estimators lists them. In a form: LAYER=NAME.",
        examples=[{"pitch": "crepe-tiny"}],
    )
    options: Pairs = Field(
        dict(_DEFAULT.options),
        description="For CREPE: hop_ms 5 to 20 (default 10), decoder weighted or viterbi, precision float32 or mixed. "
        "In a form: NAME=VALUE.",
        examples=[{"hop_ms": "5"}],
    )
    pins: Words = Field(
        [],
        description="What is known of the beats: 12.31=downbeat, 12.8=beat, 13=no-beat, 40=tempo:174, "
        "1:05=meter:3/4, 10=straight:25.5 (evenly spaced until there).",
        examples=[["0.5=downbeat"]],
    )
    meter: Word | None = Field(
        None, description="The meter of the whole recording, such as 3/4 or 6/8.", examples=["3/4"]
    )
    tempo_smoothing: int = Field(
        _DEFAULT.tempo_smoothing,
        description=f"Beats over which the tempo curve is smoothed, 1 (not at all) to {service.MOST_SMOOTHING}.",
    )
    use_cache: bool = Field(
        _DEFAULT.use_cache, description="Take what an earlier analysis of the same content remembered."
    )

    def request(self) -> service.Request:
        """The same for the service.

        Raises
        ------
        W12Error
            For values that make no sense.
        """
        return service.Request(
            layers=tuple(self.layers) or service.LAYERS,
            device=self.device,
            estimators=self.estimators,
            options=self.options,
            pins=tuple(parse_pin(text) for text in self.pins if text),
            meter=parse_meter(self.meter) if self.meter else None,
            tempo_smoothing=self.tempo_smoothing,
            use_cache=self.use_cache,
        )


class PathParameters(Parameters):
    """A recording of the server's own folder, and how to analyse it."""

    path: str = Field(
        min_length=1, max_length=4096, description="Of the recording, inside the folder of --root.", examples=["a.mp3"]
    )


class PinList(BaseModel):
    """The pins that take the place of those an analysis has."""

    model_config = ConfigDict(extra="forbid")

    pins: Words = Field(description="As for an analysis; an empty list takes all away.", examples=[["0.5=downbeat"]])


Model = TypeVar("Model", bound=BaseModel)


def understood(model: type[Model], given: Any) -> Model:
    """What a body says.

    Raises
    ------
    W12Error
        With a sentence about the first thing that is wrong.
    """
    try:
        return model.model_validate(given)
    except ValidationError as error:
        said = sentence_of(error.errors(include_url=False))
        raise W12Error(said.problem, advice=said.advice) from error


def of_form(fields: Mapping[str, list[str]]) -> Parameters:
    """The parameters in the fields of a form: lists are fields given several times.

    Raises
    ------
    W12Error
        For unknown names and wrong values.
    """
    lists = ("layers", "estimators", "options", "pins")
    return understood(Parameters, {k: v if k in lists else v[-1] for k, v in fields.items()})


def of_json(body: bytes) -> Any:
    """The body as JSON.

    Raises
    ------
    ApiError
        When it is none.
    """
    try:
        return json.loads(body)
    except (ValueError, RecursionError) as error:
        raise ApiError(400, "the body is not JSON", 'Send it as {"path": "song.mp3"}.') from error
