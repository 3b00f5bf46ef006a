"""Files with which a host of repositories checks, builds and publishes a new edition."""

from __future__ import annotations

REQUIREMENTS = """\
# What checks and builds this edition. Until the package is on PyPI, name where you got it:
# tei-edition @ git+https://HOST/PATH/TO/tei-edition@VERSION
tei-edition
"""

GITHUB = """\
# Checks and builds the edition at every push, and publishes it from the default branch.
# Once: in the settings of the repository, Pages, choose "GitHub Actions" as the source.
name: edition
on: [push, pull_request]

permissions:
  contents: read

jobs:
  build:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v5
        with:
          fetch-depth: 0 # tags are the versions of the edition
      - uses: actions/setup-python@v6
        with:
          python-version: "3.13"
          cache: pip
          cache-dependency-path: requirements.txt
      - run: pip install -r requirements.txt
      - run: tei-edition check --format github
      - run: tei-edition build
      - uses: actions/upload-pages-artifact@v4
        with:
          path: build/html

  publish:
    needs: build
    if: github.ref == format('refs/heads/{0}', github.event.repository.default_branch)
    runs-on: ubuntu-latest
    permissions:
      pages: write
      id-token: write
    concurrency: pages
    environment:
      name: github-pages
      url: ${{ steps.deployment.outputs.page_url }}
    steps:
      - id: deployment
        uses: actions/deploy-pages@v4
"""

GITLAB = """\
# Checks and builds the edition at every push, and publishes it from the default branch.
default:
  image: python:3.13
  before_script:
    - pip install -r requirements.txt

variables:
  GIT_DEPTH: 0 # tags are the versions of the edition

check:
  script:
    - tei-edition check --format junit > edition.xml || status=$?
    - tei-edition check --statistics
    - exit "${status:-0}"
  artifacts:
    when: always
    reports:
      junit: edition.xml

pages:
  needs: [check]
  script:
    - tei-edition build -o public
  artifacts:
    paths:
      - public
  rules:
    - if: $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH
"""

# The paths of these files in the folder of an edition.
FILES = {
    "requirements.txt": REQUIREMENTS,
    ".github/workflows/edition.yml": GITHUB,
    ".gitlab-ci.yml": GITLAB,
}
