import { preparePage, t } from "../shared/i18n";
import "./panel-root";

preparePage(t("app_name"));
