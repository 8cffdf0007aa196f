"""The finished bundles for Linux, tried as a new user would: `make bundle-test` after scripts/build_bundle.sh.

BUNDLE_MACHINE=aarch64 tries the bundle for another kind of machine, by qemu (bundle/linux/emulated.sh says how).

The package is installed in a fresh Debian 11 without Python (debootstrap), the folder is unpacked there; the main job
is done by commands and the window is opened on a screen of its own (Xvfb). What a machine lacks for it is said.
"""

import hashlib
import os
import platform
import shutil
import signal
import subprocess
import sys
import tarfile
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
MACHINE = os.environ.get("BUNDLE_MACHINE", platform.machine())
ARCHITECTURE = {"x86_64": "amd64", "aarch64": "arm64"}[MACHINE]  # as Debian calls it
GLIBC = os.environ.get("BUNDLE_GLIBC") or {"x86_64": "2.28", "aarch64": "2.31"}[MACHINE]
PATIENCE = 1 if platform.machine() == MACHINE else 15  # times as long under qemu
DIST, WORK = ROOT / "dist", ROOT / "dist" / "making" / MACHINE
sys.path[:0] = [str(ROOT / "scripts"), str(ROOT / "bundle")]

import check_bundle  # noqa: E402
import contents  # noqa: E402

from reportdesk_ui.theme import LIGHT  # noqa: E402

RELEASE, MIRROR = "bullseye", "http://deb.debian.org/debian"
SIZE = 90e6  # bytes, the promise
SAMPLE = "_internal/resources/samples/busy.rdesk"
PLACE = "/home/clerk/年报 程序"  # blanks and Chinese characters
PICTURE = WORK / "window.png"


def only(pattern):
    found = sorted(DIST.glob(pattern))
    if not found:
        pytest.skip(f"dist/{pattern} is not there: scripts/build_bundle.sh makes it")
    assert len(found) == 1, found
    return found[0]


@pytest.fixture(scope="session")
def archive():
    return only(f"reportdesk-*-linux-{MACHINE}.tar.gz")


@pytest.fixture(scope="session")
def package():
    return only(f"reportdesk_*_{ARCHITECTURE}.deb")


@pytest.fixture(scope="session")
def folder(archive):
    return archive.with_name(archive.name.removesuffix(".tar.gz"))


# ---- the files ----


def test_it_keeps_its_promises_on_libraries(folder):
    assert check_bundle.faults(folder, GLIBC) == []


def test_a_symbol_of_a_newer_glibc_is_told(folder):
    assert any("promised is 2.2" in fault for fault in check_bundle.faults(folder, "2.2"))


@pytest.mark.parametrize("kind", ["archive", "package"])
def test_it_is_small(kind, request):
    assert request.getfixturevalue(kind).stat().st_size <= SIZE


def test_checksums(archive, package):
    listed = dict(reversed(line.split()) for line in (DIST / "SHA256SUMS").read_text().splitlines())
    for file in (archive, package):
        assert hashlib.sha256(file.read_bytes()).hexdigest() == listed[file.name]


def test_everything_from_others_is_listed_with_its_licence(folder):
    text = (folder / "THIRD-PARTY.txt").read_text("utf-8")
    for package in (
        "PySide6",
        "lxml",
        "msgspec",
        "openpyxl",
        "python-docx",
        "pdfplumber",
        "OpenCC",
        "psutil",
        "cryptography",
    ):
        assert package in text
        assert package.startswith("PySide6") or list((folder / "licences").glob(f"{package}*/*"))
    for library in ("libxcb-cursor0", "libglib2.0-0", "LGPL-3", "Python"):
        assert (folder / "licences" / f"{library}.txt").stat().st_size
    files = [path for path in (folder / "_internal").glob("lib*.so*") if not path.is_symlink()]
    libraries = {path.name for path in files if not path.name.startswith("libpython")}
    assert libraries
    libraries.discard("libgthread-2.0.so.0")  # of GLib
    said = " ".join(path.stem.replace("-", "") for path in (folder / "licences").glob("*.txt"))
    names = {name.split(".so")[0].split("-2.0")[0].replace("-", "").lower() for name in libraries}
    assert not [name for name in names if name not in said]


# ---- a fresh computer ----


def run(root, *command, user="clerk", **more):
    """A command in the fresh root: (status, stdout and stderr)."""
    environment = {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "HOME": "/home/clerk", "LANG": "C.UTF-8"}
    done = subprocess.run(
        ["chroot", f"--userspec={user}:{user}", str(root), *map(str, command)],
        env={**environment, **more},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=600 * PATIENCE,
    )
    return done.returncode, done.stdout


def administer(root, line):
    status, said = run(root, "sh", "-ec", line, user="root", DEBIAN_FRONTEND="noninteractive")
    assert status == 0, said[-3000:]


@pytest.fixture(scope="session")
def computer(package, archive):
    """The folder of a Debian 11 with the package installed, the folder unpacked, and a user."""
    if os.geteuid() != 0:
        pytest.skip("a fresh root needs root")
    if not shutil.which("debootstrap"):
        pytest.skip("debootstrap is not here: apt-get install debootstrap")
    base, root = WORK / f"debian-{RELEASE}", WORK / "computer"
    if not (base / "ready").exists():
        shutil.rmtree(base, ignore_errors=True)
        subprocess.run(
            ["debootstrap", f"--arch={ARCHITECTURE}", "--variant=minbase", RELEASE, str(base), MIRROR],
            check=True,
            capture_output=True,
        )
        shutil.copy("/etc/resolv.conf", base / "etc" / "resolv.conf")
        administer(base, "apt-get update -qq; useradd -m clerk")
        (base / "etc" / "machine-id").write_text("0123456789abcdef0123456789abcdef\n")  # as every computer has one
        (base / "ready").touch()
    subprocess.run(["umount", str(root / "proc")], capture_output=True)  # of a trial that was broken off
    shutil.rmtree(root, ignore_errors=True)
    subprocess.run(["cp", "-a", str(base), str(root)], check=True)
    shutil.copy(package, root / "tmp")
    with tarfile.open(archive) as file:
        file.extractall(root / "tmp" / "unpacked", filter="fully_trusted")
    (root / PLACE[1:]).parent.mkdir(parents=True, exist_ok=True)
    next((root / "tmp" / "unpacked").iterdir()).rename(root / PLACE[1:])
    subprocess.run(["mount", "-t", "proc", "proc", str(root / "proc")], check=True)
    try:
        yield root
    finally:
        subprocess.run(["umount", str(root / "proc")], check=True)
    shutil.rmtree(root, ignore_errors=True)


@pytest.fixture(scope="session")
def installed(computer, package):
    administer(computer, f"apt-get install -y -qq --no-install-recommends /tmp/{package.name} shared-mime-info "
               "desktop-file-utils fonts-wqy-microhei")  # fmt: skip
    return computer


def test_the_package_depends_on_what_every_desktop_has(installed):
    said = run(installed, "dpkg-query", "-f", "${Depends}", "-W", "reportdesk")[1]
    names = {each.split("(")[0].split("|")[0].strip() for each in said.split(",")}
    assert names == {each.split(" ")[0] for each in contents.SYSTEM.values()} | {"xkb-data"}
    assert run(installed, "sh", "-c", "command -v python3")[0] != 0


def test_the_package_tells_the_desktop_its_files(installed):
    globs = (installed / "usr/share/mime/globs2").read_text()
    assert ":application/vnd.reportdesk.report+zip:*.rdesk" in globs
    cache = (installed / "usr/share/applications/mimeinfo.cache").read_text()
    assert "application/vnd.reportdesk.report+zip=reportdesk.desktop" in cache
    for size in ("256x256/apps/reportdesk.png", "scalable/apps/reportdesk.svg"):
        assert (installed / "usr/share/icons/hicolor" / size).is_file()


@pytest.mark.parametrize("program", ["/usr/bin/reportdesk", f"{PLACE}/reportdesk"])
def test_the_main_job_by_commands(installed, program):
    sample = f"{PLACE}/{SAMPLE}"
    name = f"/home/clerk/{Path(program).parent.name}"
    status, said = run(installed, program, "check", sample)
    assert status == 0 and "未发现问题" in said
    for suffix in (".docx", ".xlsx", ".html", ".pdf"):
        status, said = run(installed, program, "export", sample, "-o", f"{name}{suffix}")
        assert status == 0, said
        if suffix == ".pdf" and PATIENCE > 1:
            continue  # a PDF is given up after the seconds that a real computer would need
        status, said = run(installed, program, "import", f"{name}{suffix}", "-o", f"{name}{suffix}.rdesk")
        assert status == 0, said
        status, said = run(installed, program, "check", f"{name}{suffix}.rdesk")
        assert status == 0, said


def test_every_library_that_is_loaded_late_is_there(installed):
    assert run(installed, "reportdesk", "--try-libraries", QT_QPA_PLATFORM="offscreen") == (0, "ok\n")


@pytest.fixture
def medium(installed):
    """Where the fresh root has the folder on a medium that cannot be written."""
    place = installed / "mnt"
    subprocess.run(["mount", "--bind", str(installed / PLACE[1:]), str(place)], check=True)
    try:
        subprocess.run(["mount", "-o", "remount,ro,bind", str(place)], check=True)
        yield "/mnt"
    finally:
        subprocess.run(["umount", str(place)], check=True)


def test_about_shows_all_of_them(folder, installed):
    """What the window itself reads out: a line for each with its version and its licence."""
    listed = (folder / "THIRD-PARTY.txt").read_text("utf-8").splitlines()[4:]
    status, said = run(installed, "reportdesk", "--try-about", QT_QPA_PLATFORM="offscreen")
    assert status == 0, said
    *shown, blank, where = said.splitlines()
    assert not blank and "licences" in where
    assert len(shown) == len(listed) > 30
    for here, there in zip(shown, listed, strict=True):
        part, licence = here.split("　")
        assert there.startswith(f"{part}: ") and part.split(" ")[1][0].isdigit() and licence


def test_the_folder_runs_from_a_read_only_medium_without_a_home(installed, medium):
    status, said = run(installed, "touch", f"{medium}/new", user="root")
    assert status and "Read-only" in said
    status, said = run(installed, f"{medium}/reportdesk", "check", f"{medium}/{SAMPLE}", HOME="/nonexistent")
    assert status == 0, said


def test_registering_the_folder_in_the_menu(installed):
    assert run(installed, f"{PLACE}/登记到菜单.sh")[0] == 0
    entry = installed / "home/clerk/.local/share/applications/reportdesk.desktop"
    assert f'Exec="{PLACE}/reportdesk" %f\n' in entry.read_text("utf-8")
    assert run(installed, "desktop-file-validate", f"/{entry.relative_to(installed)}")[0] == 0


@pytest.fixture
def screen(installed):
    """The number of a screen of its own that the fresh root sees."""
    if missing := [each for each in ("Xvfb", "xdotool", "import") if not shutil.which(each)]:
        pytest.skip(f"not here: {', '.join(missing)} (apt-get install xvfb xdotool imagemagick)")
    reading, writing = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(writing), "-screen", "0", "1366x768x24", "-nolisten", "tcp"],
        pass_fds=[writing],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    os.close(writing)
    with os.fdopen(reading) as pipe:
        number = pipe.readline().strip()
    sockets = installed / "tmp" / ".X11-unix"
    sockets.mkdir(exist_ok=True)
    subprocess.run(["mount", "--bind", "/tmp/.X11-unix", str(sockets)], check=True)
    try:
        yield f":{number}"
    finally:
        subprocess.run(["umount", str(sockets)], check=True)
        server.terminate()
        server.wait()


@pytest.mark.parametrize("program", ["/usr/bin/reportdesk", f"{PLACE}/reportdesk"])
def test_the_window_opens(installed, screen, program):
    """By package and by folder, with a file whose name has a blank and Chinese characters."""
    name = f"/home/clerk/年 报{len(program)}.rdesk"
    shutil.copy(installed / PLACE[1:] / SAMPLE, installed / name[1:])
    (installed / name[1:]).chmod(0o666)
    shows_the_report(installed, screen, PICTURE, program, name)


@pytest.mark.parametrize("wanted", ["fcitx", "fcitx5", "xim", "not-there"])
def test_the_window_opens_where_the_input_method_has_no_plugin(installed, screen, wanted):
    said = shows_the_report(installed, screen, WORK / "input.png", "reportdesk", a_copy(installed), QT_IM_MODULE=wanted)
    assert "not-there" not in said


def test_the_window_opens_from_a_read_only_medium_without_a_home(installed, screen, medium):
    program, sample = f"{medium}/reportdesk", f"{medium}/{SAMPLE}"
    shows_the_report(installed, screen, WORK / "read-only.png", program, sample, HOME="/nonexistent", TMPDIR="/tmp")


@pytest.mark.parametrize("fonts", [(), ("fonts-dejavu-core",)], ids=["no fonts", "no Chinese fonts"])
def test_the_window_opens_without_any_listed_font(installed, screen, fonts):
    """What it shows then is hardly legible; but it opens, and what is in the file is not lost."""
    if fonts:
        administer(installed, f"apt-get install -y -qq --no-install-recommends {' '.join(fonts)}")
    (installed / "tmp/fonts.conf").write_text(
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>'
        + "<dir>/usr/share/fonts/truetype/dejavu</dir>" * len(fonts)
        + "<cachedir>/tmp/fonts</cachedir></fontconfig>"
    )
    few = {"FONTCONFIG_FILE": "/tmp/fonts.conf"}
    shows_the_report(installed, screen, WORK / f"fonts-{len(fonts)}.png", "reportdesk", a_copy(installed), **few)


def a_copy(root):
    """A report of the clerk's own, as the fresh root calls it."""
    (root / "tmp/copy.rdesk").unlink(missing_ok=True)
    shutil.copy(root / PLACE[1:] / SAMPLE, root / "tmp/copy.rdesk")
    (root / "tmp/copy.rdesk").chmod(0o666)
    return "/tmp/copy.rdesk"


def shows_the_report(root, screen, picture, program, file, **environment):
    """Opens the window in the fresh root and keeps a picture of it to be looked at; returns what it said."""
    usual = {"PATH": "/usr/sbin:/usr/bin:/bin", "HOME": "/home/clerk", "LANG": "C.UTF-8", "DISPLAY": screen}
    window = subprocess.Popen(
        ["chroot", "--userspec=clerk:clerk", str(root), program, file],
        env={**usual, **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    try:
        shown = appears(screen, "年度报告", window)
        subprocess.run(["import", "-display", screen, "-window", "root", str(picture)], check=True)
    finally:
        window.send_signal(signal.SIGTERM)
        said = window.communicate(timeout=20 * PATIENCE)[0].decode()
    assert shown, said
    assert "Traceback" not in said and "Could not load" not in said
    # Banners of the official table, and the accent of the window.
    assert {LIGHT.banner.upper(), LIGHT.accent.upper()} <= colours(picture)
    return said


def appears(screen, title, program, seconds=30 * PATIENCE):
    """Whether a window of this title is shown before the program ends or the time is up, and is then painted."""
    until = time.monotonic() + seconds
    while time.monotonic() < until and program.poll() is None:
        search = ["xdotool", "search", "--onlyvisible", "--name", title]
        if subprocess.run(search, env={**os.environ, "DISPLAY": screen}, capture_output=True).stdout.strip():
            time.sleep(1.5 * PATIENCE)
            return program.poll() is None
        time.sleep(0.1)
    return False


def colours(picture):
    said = subprocess.run(
        ["convert", str(picture), "-format", "%c", "histogram:info:"], capture_output=True, text=True, check=True
    )
    return {word.upper() for line in said.stdout.splitlines() for word in line.split() if word.startswith("#")}
