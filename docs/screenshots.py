"""Take the pictures of the workbench that the documentation shows, in both languages.

    python docs/screenshots.py [FOLDER]

serves the sample from a temporary workspace and writes PNGs with at most 256 colours into docs/images by default. It
needs playwright, Debian's chromium and a Chinese font, and no network.
"""

import base64
import contextlib
import re
import shutil
import struct
import subprocess
import sys
import tempfile
import zlib
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import numpy.typing as npt
from playwright.sync_api import Page, sync_playwright

SIZE = (1120, 720)
LANGUAGES = ("en", "zh")
PAGES = {
    "review": "/review/first-meetings.{language}.txt?order=doubtful",
    "scenario": "/new-scenario",
    "library": "/library?region=Qingdao&sort=criterion%3A+jobs&order=down",
    "joining": "/library/pair?first=SYN-0007&second=SYN-1457",
    "plan": "/plan",
    "prices": "/prices",
    "why": "/why?project=SYN-0348",
    "delivery": "/delivery",
    "chains": "/chains?chain=battery&region=Qingdao",
    "policies": "/policies?book=jinan-2021",
}
"""By the name of the picture: the page; `{language}` is the reader's."""

Pixels = npt.NDArray[np.uint8]

_DECODE = """async (png) => {
  const picture = await createImageBitmap(await (await fetch(`data:image/png;base64,${png}`)).blob());
  const canvas = new OffscreenCanvas(picture.width, picture.height).getContext("2d");
  canvas.drawImage(picture, 0, 0);
  const bytes = canvas.getImageData(0, 0, picture.width, picture.height).data;
  let text = "";
  for (let at = 0; at < bytes.length; at += 32768) text += String.fromCharCode(...bytes.subarray(at, at + 32768));
  return btoa(text);
}"""


def main(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    chromium = shutil.which("chromium")
    with serving() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        size = {"width": SIZE[0], "height": SIZE[1]}
        door = browser.new_context()
        door.new_page().goto(address)
        decoder, total = browser.new_page(), 0
        for language in LANGUAGES:
            context = browser.new_context(
                base_url=address.partition("/enter")[0],
                viewport=size,  # type: ignore[arg-type]  # a dictionary of these keys
                locale={"en": "en-GB", "zh": "zh-CN"}[language],
                storage_state=door.storage_state(),
            )
            page = context.new_page()
            for name, path in PAGES.items():
                content = palette_png(taken(page, decoder, path.format(language=language), language))
                (folder / f"{name}.{language}.png").write_bytes(content)
                total += len(content)
                print(f"{name}.{language}.png  {len(content):,} bytes")
        print(f"{total:,} bytes in all")
        browser.close()


@contextlib.contextmanager
def serving() -> Iterator[str]:
    """Serve the sample, and yield the address that opens it."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "kaimen", "serve", "--sample", "-w", "office.db", "--port", "0"]
        server = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, cwd=folder)
        try:
            assert server.stdout is not None
            lines = iter(server.stdout.readline, "")
            yield next(found[0] for line in lines if (found := re.search(r"http://\S+", line)))
        finally:
            server.terminate()
            server.wait(20)


def taken(page: Page, decoder: Page, path: str, language: str) -> Pixels:
    """Return a page as pixels: rows, columns, red, green and blue."""
    answer = page.goto(f"{path}{'&' if '?' in path else '?'}lang={language}&theme=light", wait_until="networkidle")
    if answer is None or answer.status != 200:
        raise SystemExit(f"{path}: {answer.status if answer else 'no answer'}")
    png = base64.b64encode(page.screenshot()).decode()
    raw = np.frombuffer(base64.b64decode(decoder.evaluate(_DECODE, png)), np.uint8)
    return raw.reshape(SIZE[1], SIZE[0], 4)[:, :, :3]


def palette_png(pixels: Pixels) -> bytes:
    """Return a picture as a PNG of at most 256 colours; a rarer colour becomes the nearest of the frequent ones."""
    height, width, _ = pixels.shape
    flat = pixels.reshape(-1, 3).astype(np.int32)
    colours, places, counts = np.unique(flat, axis=0, return_inverse=True, return_counts=True)
    chosen = np.sort(np.argsort(-counts, kind="stable")[:256])
    nearest = np.array([((colours[chosen] - colour) ** 2).sum(axis=1).argmin() for colour in colours], np.uint8)
    rows = nearest[places.reshape(-1)].reshape(height, width)
    lines = b"".join(b"\0" + row.tobytes() for row in rows)
    head = struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)
    table = colours[chosen].astype(np.uint8).tobytes()
    parts = ((b"IHDR", head), (b"PLTE", table), (b"IDAT", zlib.compress(lines, 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(map(_chunk, parts))


def _chunk(part: tuple[bytes, bytes]) -> bytes:
    kind, body = part
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent / "images")
