/** Puts the application on the page. */
import { mount } from "svelte";
import App from "./App.svelte";
import { registerAll } from "./screens/commands";
import "./shared/styles/index.css";

registerAll();
mount(App, { target: document.getElementById("app")! });
