import { html, type TemplateResult } from "lit";

/** Fact is one row of a table of facts: what it is about, and what was found. */
export interface Fact {
  name: string;
  value: TemplateResult | string;
}

/** Draws a table of facts of two columns. Its id is id; what was found of a fact stands in its row. */
export function factsTable(
  id: string,
  caption: string,
  columns: readonly [string, string],
  facts: readonly Fact[],
): TemplateResult {
  return html`<table id=${id} class="facts">
    <caption>
      ${caption}
    </caption>
    <thead>
      <tr>
        ${columns.map((column) => html`<th scope="col">${column}</th>`)}
      </tr>
    </thead>
    <tbody>
      ${facts.map(
        ({ name, value }) =>
          html`<tr>
            <th scope="row">${name}</th>
            <td>${value}</td>
          </tr>`,
      )}
    </tbody>
  </table>`;
}
