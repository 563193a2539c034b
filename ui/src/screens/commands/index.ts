/** Puts every command into the registry. */
import { register } from "../../shared/commands";
import { goCommands } from "./go";
import { portfolioCommands } from "./portfolio";

export const registerAll = () => register([...goCommands, ...portfolioCommands]);
