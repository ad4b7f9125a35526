import assert from 'node:assert/strict'
import type { Page } from 'playwright-core'
import { type Language, text } from '../../src/pages/text.ts'
import type { App } from './app.ts'

type ErrorKey = Extract<Parameters<typeof text>[1], `error.${string}`>

const field = (name: string) => `input[name="${name}"]:not([type=hidden]):not([hidden])`

/** Somebody at a browser, who knows forms by their fields. */
export const visitorOf = (page: Page, app: App) => {
  /** Does what leads to another document, and waits until it is there. */
  const onward = async (act: () => Promise<unknown>): Promise<void> => {
    await Promise.all([page.waitForEvent('load'), act()])
  }
  const fill = async (fields: Readonly<Record<string, string>>) => {
    const form = page.locator(
      `form${Object.keys(fields)
        .map((name) => `:has(${field(name)})`)
        .join('')}`,
    )
    for (const [name, value] of Object.entries(fields)) {
      const input = form.locator(field(name))
      if ((await input.getAttribute('type')) === 'checkbox') await input.setChecked(value === 'true')
      else await input.fill(value)
    }
    return form
  }
  return {
    page,
    onward,
    fill,
    open: (url: string) => page.goto(url),
    /** Fills in the form that has these fields, and sends it. */
    submit: async (fields: Readonly<Record<string, string>>) => {
      const form = await fill(fields)
      await onward(() => form.locator('[type=submit]').click())
    },
    /** Presses the button that answers so. */
    answer: (value: string) => onward(() => page.click(`button[name=answer][value=${value}]`)),
    /** What the page lets choose between. */
    answers: () =>
      page.locator('button[name=answer]').evaluateAll((all) => all.map((one) => one.getAttribute('value'))),
    /** Follows the link to a page. */
    follow: (path: string) => onward(() => page.click(`a[href^="${path}"]`)),
    /** Sends the form without fields that posts there. */
    press: (path: string) => onward(() => page.click(`form[action^="${path}"] [type=submit]`)),
    value: (name: string) => page.inputValue(field(name)),
    has: async (name: string) => (await page.locator(field(name)).count()) > 0,
    hasLink: async (path: string) => (await page.locator(`a[href^="${path}"]`).count()) > 0,
    path: () => new URL(page.url()).pathname,
    /** Insists that the page tells of a mistake above its form, in the words for it. */
    async refused(key: ErrorKey, language: Language = 'en') {
      assert.equal(await page.textContent('#error'), text(language, key))
    },
    /** Insists that the page says that the sign-in is over. */
    async isLost() {
      assert.match((await page.textContent('main')) ?? '', new RegExp(text('en', 'error.sessionExpired')))
      assert.equal(await page.locator('form').count(), 0)
    },
    /** Where the browser came back to the app. */
    async arrived(): Promise<URL> {
      await page.waitForURL((url) => url.origin === app.origin)
      return new URL(page.url())
    },
  }
}

/** Somebody at a browser. */
export type Visitor = ReturnType<typeof visitorOf>
