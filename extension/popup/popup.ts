import { preparePage, t } from "../shared/i18n";
import "./popup-root";

preparePage(t("app_name"));
