"""The PDF reader's own process: pages as JSON on stdout, or the code of what went wrong.

Run as a file, with nothing of ours imported: what a hostile file does to this process ends with it. Memory is limited
by RLIMIT_DATA, which counts what the process allocates; RLIMIT_AS would also count the libraries that are mapped.
"""

import json
import logging
import sys

MEGABYTE = 2**20


def limit(memory_mb: int) -> None:
    try:
        import resource  # POSIX only; elsewhere the wall clock alone holds
    except ImportError:
        return
    for kind in (resource.RLIMIT_DATA, resource.RLIMIT_CORE):
        allowed = memory_mb * MEGABYTE if kind == resource.RLIMIT_DATA else 0
        resource.setrlimit(kind, (allowed, allowed))


def read(path: str) -> dict[str, object]:
    from pypdf import PdfReader, overwrite_configuration  # after the limits are set, not at import
    from pypdf.errors import FileNotDecryptedError

    overwrite_configuration(
        maximum_declared_stream_length=20_000_000,
        array_based_stream_maximum_output_length=20_000_000,
        zlib_maximum_output_length=20_000_000,
        lzw_maximum_output_length=20_000_000,
        run_length_maximum_output_length=20_000_000,
        brotli_maximum_output_length=20_000_000,
        stream_decoding_work_maximum_length=60_000_000,
        stream_parsing_work_maximum_count=1_000_000,
        page_tree_maximum_entries=5_000,
        xform_maximum_invocations_per_extraction=1_000,
        image_maximum_buffer_size=1_000_000,
        jbig2dec_binary=None,
    )
    reader = PdfReader(path, strict=False)
    if reader.is_encrypted:
        try:
            opened = reader.decrypt("")
        except Exception:
            return {"code": "encrypted"}
        if not opened:
            return {"code": "encrypted"}
    try:
        return _pages(reader.pages)
    except FileNotDecryptedError:
        return {"code": "encrypted"}


def _pages(pages: object) -> dict[str, object]:
    """Text of each page; one that cannot be read leaves a gap, all of them make the file broken."""
    found: list[tuple[int, str]] = []
    faults: list[str] = []
    count = 0
    for number, page in enumerate(pages, start=1):  # type: ignore[call-overload]
        count = number
        try:
            found.append((number, page.extract_text()))
        except MemoryError:
            raise
        except Exception as error:
            faults.append(f"page {number}: {type(error).__name__}")
    if count and len(faults) == count:
        return {"code": "broken", "why": faults[0]}
    return {"pages": found, "count": count}


def main(path: str, memory_mb: int) -> None:
    logging.disable(logging.CRITICAL)
    limit(memory_mb)
    try:
        told = read(path)
    except MemoryError:
        told = {"code": "too_large"}
    except Exception as error:
        told = {"code": "broken", "why": type(error).__name__}
    json.dump(told, sys.stdout)  # ASCII: lone surrogates pass through as escapes


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
