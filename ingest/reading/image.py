"""Pictures of text, by OCR."""

import time
from collections.abc import Iterator

from PIL import Image, ImageSequence, UnidentifiedImageError

from ingest.reading import ocr, placed
from ingest.reading.faults import Bomb, Broken, NeedsOcr, NothingLegible, OcrTooSlow
from ingest.reading.notes import ByOcr, numbers
from ingest.reading.pieces import Extracted, Grey, Run, Told

MOST_PIXELS, MOST_FRAMES = 80_000_000, 200


def read(path: str, told: Told) -> Extracted:
    """A picture, or the pages of a TIFF. Raises NeedsOcr, OcrTooSlow, NothingLegible, Bomb, Broken."""
    began = time.monotonic()
    Image.MAX_IMAGE_PIXELS = MOST_PIXELS // 2  # twice as many are an error
    try:
        with Image.open(path) as picture:
            count = min(getattr(picture, "n_frames", 1), MOST_FRAMES) if picture.format == "TIFF" else 1
            engine = ocr.engine(told.lang)
            if engine is None:
                raise NeedsOcr()
            pages: list[tuple[int, list[Run]]] = []
            for number, frame in enumerate(_frames(picture, count), 1):
                runs = engine(frame, began + told.ocr_s * ocr.SHARE - time.monotonic())
                if runs is None:
                    raise OcrTooSlow(limit=f"{told.ocr_s:g}", pages=count, done=number - 1)
                pages.append((number, runs))
    except Image.DecompressionBombError as error:
        raise Bomb(what=str(error)[:80]) from error
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError) as error:
        raise Broken(why=f"{type(error).__name__}: {error}"[:200]) from error
    texts = placed.blocks(pages)
    if not texts:
        raise NothingLegible()
    blocks = tuple(block for page in texts.values() for block in page)
    return Extracted(None, blocks, (ByOcr(pages=numbers(texts)).note(),))


def _frames(picture: Image.Image, count: int) -> Iterator[Grey]:
    for at, frame in enumerate(ImageSequence.Iterator(picture)):
        if at >= count:
            return
        if frame.width * frame.height > MOST_PIXELS:
            raise Bomb(what=f"{frame.width} x {frame.height}")
        grey = frame.convert("RGBA") if frame.mode in ("P", "PA", "LA") else frame
        if grey.mode == "RGBA":
            ground = Image.new("RGBA", grey.size, "white")
            ground.alpha_composite(grey)
            grey = ground
        grey = grey.convert("L")
        if grey.width * grey.height > ocr.MOST_PIXELS:
            share = (ocr.MOST_PIXELS / (grey.width * grey.height)) ** 0.5
            grey = grey.resize((max(1, int(grey.width * share)), max(1, int(grey.height * share))))
        elif grey.width < 1000 and grey.height < 1400:
            grey = grey.resize((grey.width * 2, grey.height * 2))  # letters of a screenshot are small for OCR
        yield Grey(grey.width, grey.height, grey.tobytes())
