import { html, nothing, type TemplateResult } from "lit";
import type { FileDifference, ProofCheck } from "../shared/contract";
import { t } from "../shared/i18n";
import { plural } from "../shared/plural";
import { count } from "../shared/time";

/** Draws how the files that were attached stand at the record, nothing where none was. */
export function filesCheck({
  files = 0,
  filesUnseen = 0,
  filesProblem,
  fileDifferences,
}: ProofCheck): TemplateResult {
  return html`${files > 0
    ? html`<p id="proof-files" data-differences=${fileDifferences.length}>
        ${fileDifferences.length === 0
          ? plural(files, { one: "proof_files_good_one", other: "proof_files_good_other" })
          : plural(fileDifferences.length, { one: "proof_files_differ_one", other: "proof_files_differ_other" })}
      </p>`
    : nothing}
  ${filesUnseen > 0
    ? html`<p id="proof-files-unseen" class="muted">
        ${plural(filesUnseen, { one: "proof_files_unseen_one", other: "proof_files_unseen_other" })}
        ${filesProblem ? t(`problem_${filesProblem.code}`) : nothing}
      </p>`
    : nothing}
  ${fileDifferences.length > 0
    ? html`<ul id="proof-file-differences" class="lines">
        ${fileDifferences.map(fileLine)}
      </ul>`
    : nothing}`;
}

/** Draws how many files are attached again, nothing for none. */
export function filesOrdered(files: number): TemplateResult | typeof nothing {
  return files > 0
    ? html`<p id="proof-files-ordered">
        ${plural(files, { one: "proof_files_ordered_one", other: "proof_files_ordered_other" })}
      </p>`
    : nothing;
}

function fileLine({ date, copies, again = false }: FileDifference): TemplateResult {
  return html`<li data-kind=${copies === 0 ? "missing" : "twice"}>
    <span class="muted">${date}</span>
    <span>${copies === 0 ? t("proof_file_missing") : t("proof_file_twice", count(copies))}</span>
    ${copies === 0 && !again ? html`<span class="muted">${t("proof_file_stays_missing")}</span>` : nothing}
  </li>`;
}
