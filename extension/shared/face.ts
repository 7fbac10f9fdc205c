import { LitElement } from "lit";

/**
 * FaceElement is a region of a face. It renders into the page itself rather than into a shadow
 * root: labels, descriptions and landmarks then reach across regions, and one cascade of style
 * sheets from files serves them all under a content security policy of style-src 'self'.
 */
export abstract class FaceElement extends LitElement {
  protected override createRenderRoot(): HTMLElement {
    return this;
  }
}
