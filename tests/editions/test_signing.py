"""Signatures: who vouches for an edition or a bundle, and what a signature is worth."""

import base64
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from aftalegen.cli.app import main
from aftalegen.editions import signatures
from aftalegen.editions.verify import SUMS
from tests.conftest import SmallProject

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not shutil.which("ssh-keygen"), reason="there is no OpenSSH here"),
]

EDITION = "V20260319"


class Office:
    """A project with an edition; keys and the list of who may sign lie outside it."""

    def __init__(self, project: SmallProject, folder: Path) -> None:
        self.project, self.keys = project, folder / "nøgler"
        self.keys.mkdir()
        self.signers = self.keys / "allowed_signers"
        self.signers.write_text("", encoding="utf-8")
        self.edition = project.folder / "editions/midtbundt" / EDITION

    def key(self, who: str, *, may_sign: bool = True) -> Path:
        """A key of somebody who may sign, or not."""
        path = self.keys / who
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", path], check=True)
        if may_sign:
            with self.signers.open("a", encoding="utf-8") as file:
                file.write(f"{who}@fiktiv.dk {self.public(who)}\n")
        return path

    def public(self, who: str) -> str:
        kind, key, *_comment = self.keys.joinpath(f"{who}.pub").read_text("utf-8").split()
        return f"{kind} {key}"


@pytest.fixture(scope="module")
def released(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with one draft edition."""
    project = SmallProject(tmp_path_factory.mktemp("udgivet"))
    words = ("release", "midtbundt", "--edition", EDITION, "--draft", "--jobs", "1")
    assert main([*words, "--project", str(project.folder)]) == 0
    return project.folder


@pytest.fixture
def office(
    released: Path, small_project: SmallProject, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Office]:
    shutil.copytree(released / "editions", small_project.folder / "editions")
    monkeypatch.setenv("HOME", str(tmp_path / "hjem"))
    monkeypatch.delenv("AFTALEGEN_SIGNERS", raising=False)
    yield Office(small_project, tmp_path)


def verify(path: Path, *more: str | Path) -> int:
    return main(["verify", str(path), *map(str, more)])


def sign(path: Path, key: Path) -> int:
    return main(["sign", str(path), "--key", str(key)])


def said(capsys: pytest.CaptureFixture[str]) -> str:
    told = capsys.readouterr()
    return told.out + told.err


def files(folder: Path) -> dict[str, bytes]:
    return {p.as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def test_who_signed_is_told_and_nothing_released_is_touched(
    office: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    before = files(office.edition)
    assert sign(office.edition, office.key("anna")) == 0
    assert f"{EDITION}.1.sig" in said(capsys)

    assert files(office.edition) == before
    assert verify(office.edition, "--signers", office.signers) == 0
    assert f"{EDITION}.1.sig: signed by anna@fiktiv.dk (ssh-ed25519 SHA256:" in said(capsys)


def test_openssh_alone_says_the_same(office: Office) -> None:
    """In ten years there may be no aftalegen."""
    sign(office.edition, office.key("anna"))
    done = subprocess.run(
        ["ssh-keygen", "-Y", "verify", "-f", office.signers, "-I", "anna@fiktiv.dk",
         "-n", "aftalegen", "-s", office.edition.with_name(f"{EDITION}.1.sig")],
        input=(office.edition / SUMS).read_bytes(), check=False,
    )  # fmt: skip
    assert done.returncode == 0


def test_a_signature_fits_a_list_whose_line_ends_git_has_changed(
    office: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    sign(office.edition, office.key("anna"))
    sums = office.edition / SUMS
    sums.write_bytes(sums.read_bytes().replace(b"\n", b"\r\n"))
    capsys.readouterr()
    assert verify(office.edition, "--signers", office.signers) == 1
    told = said(capsys)
    assert "1 line ends changed" in told
    assert "signed by anna@fiktiv.dk" in told


def test_both_parties_sign_and_neither_signature_replaces_the_other(
    office: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    for who in ("anna", "bo"):
        assert sign(office.edition, office.key(who)) == 0
    capsys.readouterr()
    assert verify(office.edition, "--signers", office.signers) == 0
    told = said(capsys)
    assert f"{EDITION}.1.sig: signed by anna@" in told
    assert f"{EDITION}.2.sig: signed by bo@" in told


def test_a_key_signs_once(office: Office) -> None:
    key = office.key("anna")
    assert sign(office.edition, key) == sign(office.edition, key) == 0
    assert len(list(office.edition.parent.glob("*.sig"))) == 1


def test_an_edition_that_was_made_to_fit_is_not_what_was_signed(
    office: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    from tests.editions.test_chain import reseal_sums

    sign(office.edition, office.key("anna"))
    (office.edition / "noter.txt").write_bytes(b"ord")
    reseal_sums(office.edition)
    capsys.readouterr()
    assert verify(office.edition, "--signers", office.signers) == 1
    assert f"{EDITION}.1.sig: the signature is not of these files" in said(capsys)


def test_a_signature_moved_to_another_edition_does_not_fit_it(
    office: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    sign(office.edition, office.key("anna"))
    other = office.edition.with_name("V20260401")
    shutil.copytree(office.edition, other)
    (other / SUMS).write_bytes((other / SUMS).read_bytes().replace(b"0", b"1", 1))
    shutil.copy(office.edition.with_name(f"{EDITION}.1.sig"), other.with_name("V20260401.1.sig"))
    capsys.readouterr()
    assert verify(other, "--signers", office.signers) == 1
    assert "V20260401.1.sig: the signature is not of these files" in said(capsys)


def test_a_signer_whom_nobody_knows_is_told_and_is_not_enough(
    office: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    office.key("anna")
    sign(office.edition, office.key("fremmed", may_sign=False))
    capsys.readouterr()
    assert verify(office.edition, "--signers", office.signers) == 1
    assert "signed with a key that nobody here is known by (ssh-ed25519 SHA256:" in said(capsys)


def test_without_a_list_of_signers_the_key_is_told_and_where_the_list_is(
    office: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    sign(office.edition, office.key("anna"))
    capsys.readouterr()
    assert verify(office.edition) == 0
    told = said(capsys)
    assert "signed with a key that nobody here is known by" in told
    assert "~/.ssh/allowed_signers" in told


def test_the_persons_own_list_is_found(
    office: Office, tmp_path: Path, capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    sign(office.edition, office.key("anna"))
    own = tmp_path / "hjem/.ssh/allowed_signers"
    own.parent.mkdir(parents=True)
    shutil.copy(office.signers, own)
    assert verify(office.edition) == 0
    assert "signed by anna@fiktiv.dk" in said(capsys)
    own.unlink()
    monkeypatch.setenv("AFTALEGEN_SIGNERS", str(office.signers))
    assert verify(office.edition) == 0
    assert "signed by anna@fiktiv.dk" in said(capsys)


def test_a_list_in_the_project_is_not_believed_unasked(
    office: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    """What is to be proved must not bring its own proof."""
    sign(office.edition, office.key("anna"))
    for place in ("allowed_signers", ".ssh/allowed_signers", "editions/allowed_signers"):
        (office.project.folder / place).parent.mkdir(exist_ok=True)
        shutil.copy(office.signers, office.project.folder / place)
    capsys.readouterr()
    assert verify(office.edition) == 0
    assert "signed by" not in said(capsys)


def test_who_asks_for_a_signature_is_told_that_there_is_none(
    office: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    office.key("anna")
    assert verify(office.edition) == 0
    assert verify(office.edition, "--signers", office.signers) == 1
    assert "nobody in" in said(capsys)


def test_a_revoked_key_signs_no_more_and_another_can(
    office: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    """The key was stolen: what it signed, before or after, cannot be told apart."""
    sign(office.edition, office.key("anna"))
    (office.keys / signatures.REVOKED).write_text(office.public("anna") + "\n", encoding="utf-8")
    capsys.readouterr()
    assert verify(office.edition, "--signers", office.signers) == 1
    assert "signed by anna@fiktiv.dk with a key that has been revoked" in said(capsys)

    office.edition.with_name(f"{EDITION}.1.sig").unlink()
    assert sign(office.edition, office.key("anna-2")) == 0
    assert verify(office.edition, "--signers", office.signers) == 0


def test_a_lost_key_is_still_known_by_its_public_half(office: Office) -> None:
    key = office.key("anna")
    sign(office.edition, key)
    key.unlink()
    assert verify(office.edition, "--signers", office.signers) == 0


def test_a_signature_for_something_else_is_none_of_an_edition(
    office: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    """Somebody who signs commits with the same key has not signed an edition."""
    done = subprocess.run(
        ["ssh-keygen", "-Y", "sign", "-f", office.key("anna"), "-n", "git"],
        input=(office.edition / SUMS).read_bytes(), capture_output=True, check=True,
    )  # fmt: skip
    office.edition.with_name(f"{EDITION}.1.sig").write_bytes(done.stdout)
    assert verify(office.edition, "--signers", office.signers) == 1
    assert "the signature was made for something else than editions" in said(capsys)


ARMOUR = b"-----BEGIN SSH SIGNATURE-----\n%s\n-----END SSH SIGNATURE-----\n"


@pytest.mark.parametrize(
    "data",
    [
        b"", b"\xff" * 100, b"-----BEGIN SSH SIGNATURE-----\n", ARMOUR % b"AAAA",
        ARMOUR % base64.b64encode(b"SSHSIG\0\0\0\1" + b"\xff" * 40),
        ARMOUR % base64.b64encode(b"SSHSIG\0\0\0\2" + b"\0" * 40), b"x" * 10_000_000,
    ],
    ids=["nothing", "bytes", "cut", "short", "long lengths", "another version", "large"],
)  # fmt: skip
def test_a_file_that_is_no_signature_is_told(
    office: Office, data: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    office.edition.with_name(f"{EDITION}.1.sig").write_bytes(data)
    assert verify(office.edition) == 1
    assert f"{EDITION}.1.sig: the file is no signature" in said(capsys)


def test_what_is_not_as_it_was_issued_is_not_signed(
    office: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    (office.edition / "style.json").write_bytes(b"{}")
    assert sign(office.edition, office.key("anna")) == 3
    assert "error[not-as-issued]" in said(capsys)
    assert not list(office.edition.parent.glob("*.sig"))


def test_a_key_in_a_project_is_refused(office: Office, capsys: pytest.CaptureFixture[str]) -> None:
    key = office.key("anna").rename(office.project.folder / "anna")
    assert sign(office.edition, key) == 2
    assert "error[key-in-project]" in said(capsys)


def test_keys_and_lists_that_are_not_there_are_told(
    office: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    assert sign(office.edition, office.keys / "nobody") == 2
    assert "error[no-signing-key]" in said(capsys)
    assert verify(office.edition, "--signers", office.keys / "nobody") == 2
    assert "error[no-signers]" in said(capsys)
    (office.keys / "not-a-key").write_text("x", encoding="utf-8")
    assert sign(office.edition, office.keys / "not-a-key") == 4
    assert "error[not-signed]: ssh-keygen could not sign" in said(capsys)


def test_where_there_is_no_openssh_that_is_told(
    office: Office, tmp_path: Path, capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    key = office.key("anna")
    monkeypatch.setenv("PATH", str(tmp_path))
    assert verify(office.edition) == 0  # nothing to look at
    assert sign(office.edition, key) == 4
    assert "error[no-ssh-keygen]" in said(capsys)


def test_a_program_that_lies_where_we_are_is_not_run(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = office.key("anna")
    program = office.project.folder / "ssh-keygen"
    program.write_text("#!/bin/sh\n: > ran\n", encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.chdir(office.project.folder)
    monkeypatch.setenv("PATH", ".")
    assert sign(office.edition, key) == 4
    assert not (office.project.folder / "ran").exists()


def test_one_signature_fits_a_bundles_folder_and_its_zip(
    office: Office, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "sag" / "midt V1.2"
    words = ("bundle", "midtbundt", "--project", str(office.project.folder), "--jobs", "1")
    assert main([*words, "--out", str(out), "--zip"]) == 0
    assert "anchor: " in said(capsys)
    assert sign(out, office.key("anna")) == 0
    for path in (out, out.with_name("midt V1.2.zip")):
        capsys.readouterr()
        assert verify(path, "--signers", office.signers) == 0
        assert "midt V1.2.1.sig: signed by anna@fiktiv.dk" in said(capsys)
