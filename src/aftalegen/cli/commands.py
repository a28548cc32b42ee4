"""The commands and their options. Each is a small file of its own, imported when it is called."""

from pathlib import Path
from typing import Annotated

import typer

from aftalegen import __version__
from aftalegen.cli import console
from aftalegen.cli.completion import SHELLS, names_of, words
from aftalegen.cli.help import HelpCommand, HelpGroup
from aftalegen.errors import DONE, USAGE, UsageError
from aftalegen.language import LANGUAGES, _


def make_app() -> typer.Typer:
    """The command line in the language in force."""
    app = typer.Typer(
        name="aftalegen",
        cls=HelpGroup,
        help=_("Makes agreements from facts, and shows what changed."),
        add_completion=False,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["--help", "-h"], "max_content_width": 100},
    )

    # What several commands take is said once.
    who_names = typer.Argument(
        metavar=_("WHO"),
        help=_("Municipality or bundle, as you would type it."),
        autocompletion=names_of("municipalities", "bundles"),
    )
    only_task = typer.Option(
        metavar=_("TASK"), help=_("Only this task."), autocompletion=names_of("tasks")
    )
    project_folder = typer.Option(metavar=_("FOLDER"), help=_("The project's folder."))
    process_number = typer.Option(
        metavar=_("NUMBER"), min=1, max=64, help=_("How many processes; at most 2 unless asked.")
    )

    bundle_name = typer.Argument(metavar=_("BUNDLE"), help=_("The bundle's key."))
    edition_name = typer.Option(
        "--edition", metavar=_("EDITION"), help=_("The edition, for example V20260319.")
    )
    formats = typer.Option(
        metavar=_("FORMATS"), help=_("docx, pdf, txt, json; several with a comma.")
    )
    out_folder = typer.Option(
        metavar=_("FOLDER"), help=_("Where to write; output/ in the project.")
    )

    @app.callback(invoke_without_command=True)
    def main_options(
        context: typer.Context,
        version: Annotated[bool, typer.Option("--version", help=_("Show the version."))] = False,
        lang: Annotated[
            str,
            typer.Option(
                "--lang",
                metavar="da|en",
                help=_("The language of messages."),
                autocompletion=words(*LANGUAGES),
            ),
        ] = "",
    ) -> None:
        if lang and lang not in LANGUAGES:
            message = _("the language «{lang}» is not known").format(lang=lang)
            raise UsageError("unknown-language", message, None, ", ".join(LANGUAGES))
        if version:
            console.result(f"aftalegen {__version__}")
            raise typer.Exit(DONE)
        if context.invoked_subcommand is None:
            console.talk(context.get_help())
            raise typer.Exit(USAGE)

    @app.command(
        cls=HelpCommand,
        help=_("Lay out a project that builds at once, in a new or empty folder."),
    )
    def init(
        folder: Annotated[Path, typer.Argument(metavar=_("FOLDER"), help=_("The folder to make."))],
        region: Annotated[
            str | None,
            typer.Option(
                metavar=_("REGION"), help=_("Only this region's bundles and municipalities.")
            ),
        ] = None,
    ) -> None:
        from aftalegen.cli.init import init as run

        raise typer.Exit(run(folder, region))

    @app.command(
        cls=HelpCommand,
        help=_("Build the annexes of municipalities or bundles; of all if none is named."),
    )
    def build(
        who: Annotated[list[str] | None, who_names] = None,
        task: Annotated[str | None, only_task] = None,
        bundle: Annotated[
            str | None,
            typer.Option(
                metavar=_("BUNDLE"),
                help=_("Only this bundle."),
                autocompletion=names_of("bundles"),
            ),
        ] = None,
        format: Annotated[
            str,
            typer.Option(
                metavar=_("FORMATS"),
                help=_("docx, pdf, html, txt, json; several with a comma."),
                autocompletion=words("docx", "pdf", "html", "txt", "json"),
            ),
        ] = "docx,pdf",
        out: Annotated[
            Path | None,
            typer.Option(metavar=_("FOLDER"), help=_("Where to write; output/ in the project.")),
        ] = None,
        project: Annotated[Path | None, project_folder] = None,
        jobs: Annotated[int | None, process_number] = None,
        full: Annotated[
            bool, typer.Option("--full", help=_("Make every file anew, also if nothing changed."))
        ] = False,
        explain: Annotated[
            bool, typer.Option("--explain", help=_("Say for each annex why it was made or left."))
        ] = False,
    ) -> None:
        from aftalegen.cli.build import How
        from aftalegen.cli.build import build as run

        how = How(jobs, full, explain)
        raise typer.Exit(run(tuple(who or ()), task, bundle, format, out, project, how))

    @app.command(
        cls=HelpCommand,
        help=_("Show annexes in the browser, and follow along while you edit and save."),
    )
    def preview(
        who: Annotated[list[str], who_names],
        task: Annotated[str | None, only_task] = None,
        port: Annotated[
            int,
            typer.Option(
                metavar=_("NUMBER"),
                min=0,
                max=65535,
                show_default=False,
                help=_("The port; any free one unless asked."),
            ),
        ] = 0,
        open: Annotated[
            bool, typer.Option("--open", help=_("Open the page in the browser too."))
        ] = False,
        project: Annotated[Path | None, project_folder] = None,
    ) -> None:
        from aftalegen.cli.preview import preview as run

        raise typer.Exit(run(tuple(who), task, port, open, project))

    @app.command(
        cls=HelpCommand,
        help=_("Lay a bundle out for the case files: annexes, overview, checksums."),
    )
    def bundle(
        name: Annotated[
            str,
            typer.Argument(
                metavar=_("BUNDLE"),
                help=_("The bundle's key."),
                autocompletion=names_of("bundles"),
            ),
        ],
        out: Annotated[
            Path | None,
            typer.Option(
                metavar=_("FOLDER"), help=_("The folder to make; in output/ in the project.")
            ),
        ] = None,
        zip: Annotated[
            bool, typer.Option("--zip", help=_("Write a zip file beside the folder too."))
        ] = False,
        project: Annotated[Path | None, project_folder] = None,
        jobs: Annotated[int | None, process_number] = None,
    ) -> None:
        from aftalegen.cli.bundle import bundle as run

        raise typer.Exit(run(name, out, zip, project, jobs))

    @app.command(
        cls=HelpCommand, help=_("Say for each file of a bundle whether it is as it was issued.")
    )
    def verify(
        path: Annotated[
            Path, typer.Argument(metavar=_("FOLDER|ZIP"), help=_("A bundle's folder or zip file."))
        ],
    ) -> None:
        from aftalegen.cli.verify import verify as run

        raise typer.Exit(run(path))

    @app.command(
        cls=HelpCommand,
        help=_("Show which municipalities deviate where, like ones together."),
    )
    def deviations(
        who: Annotated[list[str] | None, who_names] = None,
        reference: Annotated[
            str | None,
            typer.Option(
                metavar=_("MUNICIPALITY"),
                help=_("The municipality that the others are compared with."),
                autocompletion=names_of("municipalities"),
            ),
        ] = None,
        format: Annotated[
            str,
            typer.Option(
                metavar=_("FORMAT"),
                help=_("table, docx or xlsx."),
                autocompletion=words("table", "docx", "xlsx"),
            ),
        ] = "table",
        out: Annotated[
            Path | None,
            typer.Option(
                metavar=_("FILE"), help=_("The file to write; in output/ in the project.")
            ),
        ] = None,
        project: Annotated[Path | None, project_folder] = None,
    ) -> None:
        from aftalegen.cli.deviations import deviations as run

        raise typer.Exit(run(tuple(who or ()), reference, format, out, project))

    @app.command(
        cls=HelpCommand,
        help=_("Freeze a bundle as an edition that is never changed; refused while facts miss."),
    )
    def release(
        bundle: Annotated[str, bundle_name],
        edition: Annotated[str, edition_name],
        draft: Annotated[
            bool,
            typer.Option("--draft", help=_("Release what is there, marked as a draft for ever.")),
        ] = False,
        project: Annotated[Path | None, project_folder] = None,
        jobs: Annotated[int | None, process_number] = None,
    ) -> None:
        from aftalegen.cli.release import release as run

        raise typer.Exit(run(bundle, edition, draft, project, jobs))

    @app.command(
        cls=HelpCommand,
        help=_("Write the documents of a released edition, byte for byte as they were."),
    )
    def rebuild(
        bundle: Annotated[str, bundle_name],
        edition: Annotated[str, edition_name],
        format: Annotated[str, formats] = "docx,pdf",
        out: Annotated[Path | None, out_folder] = None,
        project: Annotated[Path | None, project_folder] = None,
    ) -> None:
        from aftalegen.cli.rebuild import rebuild as run

        raise typer.Exit(run(bundle, edition, format, out, project))

    @app.command(
        cls=HelpCommand,
        help=_("Compare the project with the last released edition: what changes, where and why."),
    )
    def plan(
        who: Annotated[list[str] | None, who_names] = None,
        before: Annotated[
            str | None,
            typer.Option(
                "--from", metavar=_("EDITION"), help=_("Another edition to compare with.")
            ),
        ] = None,
        output: Annotated[str, typer.Option(metavar=_("FORMAT"), help="text, json.")] = "text",
        project: Annotated[Path | None, project_folder] = None,
    ) -> None:
        from aftalegen.cli.plan import plan as run

        raise typer.Exit(run(tuple(who or ()), before, output, project))

    @app.command(
        cls=HelpCommand,
        help=_("Mark in the agreements what changed since an edition, and list it."),
    )
    def redline(
        who: Annotated[
            list[str] | None,
            typer.Argument(
                metavar=_("WHO"),
                help=_("Municipality or bundle; or two JSON files, the old and the new."),
            ),
        ] = None,
        before: Annotated[
            str | None,
            typer.Option(
                "--from", metavar=_("EDITION"), help=_("The old edition; the last one released.")
            ),
        ] = None,
        after: Annotated[
            str | None,
            typer.Option(
                "--to", metavar=_("EDITION"), help=_("The new one; the project as it is.")
            ),
        ] = None,
        task: Annotated[
            str | None, typer.Option(metavar=_("TASK"), help=_("Only this task."))
        ] = None,
        format: Annotated[
            str,
            typer.Option(metavar=_("FORMATS"), help=_("docx, pdf, html; several with a comma.")),
        ] = "docx,pdf",
        out: Annotated[Path | None, out_folder] = None,
        project: Annotated[Path | None, project_folder] = None,
        jobs: Annotated[int | None, process_number] = None,
    ) -> None:
        from aftalegen.cli.redline import How
        from aftalegen.cli.redline import redline as run

        how = How(before, after, task, format, jobs)
        raise typer.Exit(run(tuple(who or ()), out, project, how))

    @app.command(
        cls=HelpCommand,
        help=_("Show how far the approvals are, which have fallen and where, and the deadlines."),
    )
    def status(
        who: Annotated[list[str] | None, who_names] = None,
        date: Annotated[
            str | None,
            typer.Option(
                metavar=_("DATE"),
                help=_("The day to tell about, as 2026-03-19; today if not given."),
            ),
        ] = None,
        output: Annotated[
            str, typer.Option(metavar=_("FORMAT"), help="text, json, csv, ics.")
        ] = "text",
        out: Annotated[
            Path | None,
            typer.Option(metavar=_("FILE"), help=_("The file to write, instead of the screen.")),
        ] = None,
        project: Annotated[Path | None, project_folder] = None,
    ) -> None:
        from aftalegen.cli.status import status as run

        raise typer.Exit(run(tuple(who or ()), date, output, out, project))

    @app.command(
        cls=HelpCommand,
        help=_("Say whether this machine and project are fit, and what to do next."),
    )
    def doctor(project: Annotated[Path | None, project_folder] = None) -> None:
        from aftalegen.cli.doctor import doctor as run

        raise typer.Exit(run(project))

    @app.command(
        cls=HelpCommand,
        help=_("Show the script that makes a shell complete commands and names."),
    )
    def completion(
        shell: Annotated[
            str,
            typer.Argument(
                metavar=_("SHELL"),
                help=_("bash, zsh, fish or powershell."),
                autocompletion=words(*SHELLS),
            ),
        ],
    ) -> None:
        from aftalegen.cli.completion import completion as run

        raise typer.Exit(run(shell))

    @app.command(
        cls=HelpCommand,
        help=_("Check data, templates and every annex, read back from its files; write nothing."),
    )
    def check(
        who: Annotated[list[str] | None, who_names] = None,
        task: Annotated[
            str | None, typer.Option(metavar=_("TASK"), help=_("Only this task."))
        ] = None,
        bundle: Annotated[
            str | None, typer.Option(metavar=_("BUNDLE"), help=_("Only this bundle."))
        ] = None,
        output: Annotated[
            str,
            typer.Option(metavar=_("FORM"), help=_("text, json, jsonl, junit, github or sarif.")),
        ] = "text",
        out: Annotated[
            Path | None,
            typer.Option(metavar=_("FILE"), help=_("Write the report here instead of telling it.")),
        ] = None,
        select: Annotated[
            str,
            typer.Option(
                metavar=_("RULES"), help=_("Only these rules or layers; several with a comma.")
            ),
        ] = "",
        ignore: Annotated[
            str, typer.Option(metavar=_("RULES"), help=_("All but these rules or layers."))
        ] = "",
        strict: Annotated[
            bool, typer.Option("--strict", help=_("Exit code 1 for warnings too."))
        ] = False,
        final: Annotated[
            bool, typer.Option("--final", help=_("A missing fact is an error."))
        ] = False,
        project: Annotated[Path | None, project_folder] = None,
        jobs: Annotated[int | None, process_number] = None,
    ) -> None:
        from aftalegen.cli.check import How
        from aftalegen.cli.check import check as run

        how = How(select, ignore, strict, final, output, out, jobs)
        raise typer.Exit(run(tuple(who or ()), task, bundle, project, how))

    @app.command(
        cls=HelpCommand,
        help=_("Tell about a rule of check, or where a municipality's values come from."),
    )
    def explain(
        what: Annotated[
            str,
            typer.Argument(metavar=_("RULE|MUNICIPALITY"), help=_("A rule, or a municipality.")),
        ],
        task: Annotated[
            str | None, typer.Option(metavar=_("TASK"), help=_("Only this task."))
        ] = None,
        project: Annotated[Path | None, project_folder] = None,
    ) -> None:
        from aftalegen.cli.explain import explain as run

        raise typer.Exit(run(what, task, project))

    return app
