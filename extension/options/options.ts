import { preparePage, t } from "../shared/i18n";
import "./options-root";

preparePage(t("options_title"));
