/** What an administrator who has a signing password signs: who works here, what they may do, and the centre's root. */
import { render, waitFor } from "@testing-library/svelte";
import { tick } from "svelte";
import { beforeEach, describe, expect, test, vi } from "vitest";

vi.mock("../src/shared/host", async () => (await import("./desk")).host);

import App from "../src/App.svelte";
import { registerAll } from "../src/screens/commands";
import { beginAnew } from "./anew";
import { answer, asked, view } from "./desk";

registerAll();
beforeEach(beginAnew);

const find = <T extends HTMLElement = HTMLElement>(test: string, within: ParentNode = document) => within.querySelector<T>(`[data-test="${test}"]`);
const shut = (test: string) => find(test)!.matches(":disabled");
const requested = (name: string) => asked.find((a) => a.name === name)?.request;

/** The settings with Carys Hughes, the administrator, at the desk. */
async function settings(hasSigningPassword: boolean, another = false) {
  const workspace = view("workspace.show");
  const ben = workspace.people.find((p: { name: string }) => p.name === "Ben King");
  if (another) Object.assign(ben, { roles: [...ben.roles, "administrator"], hasSigningPassword: true });
  const carys = workspace.people.find((p: { name: string }) => p.name === "Carys Hughes");
  carys.hasSigningPassword = hasSigningPassword;
  answer("workspace.show", { ...workspace, atDesk: carys.id });
  location.hash = "#/settings";
  render(App);
  await waitFor(() => expect(row("Ben King")).toBeTruthy());
  await waitFor(() => expect(find("person-active", row("Ben King"))!.matches(":disabled")).toBe(false));
}

const row = (name: string) => [...document.querySelectorAll<HTMLElement>('[data-test="person-row"]')].find((one) => one.textContent!.includes(name))!;

async function type(test: string, text: string) {
  const input = find<HTMLInputElement>(test)!;
  input.value = text;
  input.dispatchEvent(new Event("input", { bubbles: true }));
  await tick();
}

/** Waits for a button that may be pressed, and presses it. */
async function press(test: string) {
  await waitFor(() => expect(shut(test)).toBe(false));
  find(test)!.click();
  await tick();
}

describe("an administrator with a signing password", () => {
  beforeEach(() => settings(true));

  test("signs that somebody works here no more", async () => {
    find("person-active", row("Ben King"))!.click();
    await waitFor(() => expect(find("works-password")).not.toBeNull());
    expect(shut("works-save")).toBe(true);
    expect(requested("person.change")).toBeUndefined();
    await type("works-password", "three plain words");
    await press("works-save");
    await waitFor(() => expect(requested("person.change")).toMatchObject({ active: false, ownPassword: "three plain words" }));
  });

  test("signs what is recorded of somebody, also as it stands", async () => {
    find("person-edit", row("Ben King"))!.click();
    await waitFor(() => expect(find("person-own-password")).not.toBeNull());
    expect(shut("person-save")).toBe(true);
    await type("person-qualification", "Level 4 Award in Internal Quality Assurance");
    expect(shut("person-save")).toBe(true);
    await type("person-own-password", "three plain words");
    await press("person-save");
    await waitFor(() => expect(requested("person.change")).toMatchObject({ ownPassword: "three plain words" }));
  });

  test("signs who is new", async () => {
    await press("person-add");
    await type("person-name", "Tia Lund");
    expect(shut("person-save")).toBe(true);
    await type("person-own-password", "three plain words");
    await press("person-save");
    await waitFor(() => expect(requested("person.add")).toMatchObject({ name: "Tia Lund", ownPassword: "three plain words" }));
  });

  test("signs a root", async () => {
    await press("root-ask");
    await type("root-password", "the password of the root");
    await type("root-repeat", "the password of the root");
    expect(shut("root-make")).toBe(true);
    await type("root-own-password", "three plain words");
    await press("root-make");
    await waitFor(() => expect(requested("root.make")).toEqual({ password: "the password of the root", ownPassword: "three plain words" }));
  });
});

test("nobody else is asked for one", async () => {
  await settings(false);
  find("person-active", row("Ben King"))!.click();
  await waitFor(() => expect(requested("person.change")).toMatchObject({ active: false }));
  expect(find("works-password")).toBeNull();
  await press("person-add");
  await type("person-name", "Tia Lund");
  expect(find("person-own-password")).toBeNull();
  expect(shut("person-save")).toBe(false);
});

test("an administrator without one is told so beside another who has one, in the list and where a person is added", async () => {
  await settings(false, true);
  const told = () => [...document.querySelectorAll<HTMLElement>('[data-test="person-row"]')].filter((one) => find("person-no-password", one)).map((one) => one.dataset.id);
  await waitFor(() => expect(told()).toEqual(["p-carys"]));
  await press("person-add");
  await waitFor(() => expect(find("person-unsigned")).not.toBeNull());
});
