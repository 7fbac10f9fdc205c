import type { AdRecord, ShopRecord } from "../shared/contract";
import { LIMITS } from "./limits";
import { append, includes, match, parseJSON, quietly } from "./originals";
import { countField, field, listField, nameField, textField } from "./whatsapp-fields";

/** Where title, number of articles, price in thousandths and currency of each type stand. */
const SHOP_FIELDS: Record<string, { title: string; items: string; price: string; currency: string }> = {
  product: { title: "title", items: "", price: "priceAmount1000", currency: "currencyCode" },
  order: { title: "orderTitle", items: "itemCount", price: "totalAmount1000", currency: "totalCurrencyCode" },
  payment: { title: "", items: "", price: "paymentAmount1000", currency: "paymentCurrency" },
};

/** A product, an order or a payment. A price without a currency is none. */
export function shopOf(message: unknown, type: "product" | "order" | "payment"): ShopRecord {
  const names = SHOP_FIELDS[type] as (typeof SHOP_FIELDS)[string];
  const shop: ShopRecord = {};
  const title = names.title === "" ? "" : nameField(message, names.title);
  if (title !== "") {
    shop.title = title;
  }
  const items = names.items === "" ? 0 : countField(message, names.items);
  if (items > 0) {
    shop.items = items;
  }
  const price = countField(message, names.price);
  const currency = textField(message, names.currency);
  if (price > 0 && match(/^[A-Z]{3}$/, currency) !== null) {
    shop.thousandths = price;
    shop.currency = currency;
  }
  return shop;
}

/** The most of a button's own JSON that is looked at, in UTF-16 units. */
const BUTTON_UNITS = 8192;

/**
 * The entries of a list or the words on the buttons under a message: list.sections[].rows[].title,
 * hydratedButtons[].{quickReplyButton, urlButton, callButton}.displayText,
 * dynamicReplyButtons[].buttonText.displayText, nativeFlowButtons[].nativeFlowInfo.paramsJson and
 * interactivePayload.buttons[].buttonParamsJson with their display_text.
 */
export function choicesOf(message: unknown): string[] {
  const choices: string[] = [];
  const sections = listField(field(message, "list"), "sections");
  for (let i = 0; i < sections.length; i++) {
    const rows = listField(sections[i], "rows");
    for (let k = 0; k < rows.length; k++) {
      add(choices, nameField(rows[k], "title"));
    }
  }
  const buttons = ["hydratedButtons", "dynamicReplyButtons", "nativeFlowButtons"];
  for (let i = 0; i < buttons.length; i++) {
    addButtons(choices, listField(message, buttons[i] as string));
  }
  addButtons(choices, listField(field(message, "interactivePayload"), "buttons"));
  return choices;
}

function addButtons(choices: string[], buttons: unknown[]): void {
  for (let i = 0; i < buttons.length; i++) {
    add(choices, wordsOn(buttons[i]));
  }
}

function wordsOn(button: unknown): string {
  return (
    nameField(field(button, "buttonText"), "displayText") ||
    nameField(field(button, "quickReplyButton"), "displayText") ||
    nameField(field(button, "urlButton"), "displayText") ||
    nameField(field(button, "callButton"), "displayText") ||
    nameField(parsed(textField(field(button, "nativeFlowInfo"), "paramsJson")), "display_text") ||
    nameField(parsed(textField(button, "buttonParamsJson")), "display_text") ||
    nameField(button, "displayText")
  );
}

function parsed(json: string): unknown {
  return json === "" || json.length > BUTTON_UNITS ? undefined : quietly(() => parseJSON(json));
}

function add(choices: string[], choice: string): void {
  if (choice !== "" && choices.length < LIMITS.list && !includes(choices, choice)) {
    append(choices, choice);
  }
}

/** The advertisement that led the person here: title and address of ctwaContext, click to WhatsApp. */
export function adOf(message: unknown): AdRecord | undefined {
  const context = field(message, "ctwaContext");
  const title = nameField(context, "title");
  const address = textField(context, "sourceUrl");
  const ad: AdRecord = {};
  if (title !== "") {
    ad.title = title;
  }
  if (address.length <= LIMITS.url && match(/^https?:\/\/\S+$/i, address) !== null) {
    ad.url = address;
  }
  return title === "" && ad.url === undefined ? undefined : ad;
}
