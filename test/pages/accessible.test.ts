import assert from 'node:assert/strict'
import { test } from 'node:test'
import axe from 'axe-core'
import type { Page } from 'playwright-core'
import type { Language } from '../../src/pages/text.ts'
import { skip, useBrowser } from './browser.ts'
import { frameOf } from './frames.ts'
import { render, samples } from './samples.ts'

const { newPage, show } = useBrowser()

type Violation = { id: string; nodes: { html: string; failureSummary: string }[] }

type Rules = 'all' | 'contrast' | 'others'
const options: Readonly<Record<Rules, object>> = {
  all: {},
  contrast: { runOnly: ['color-contrast'] },
  others: { rules: { 'color-contrast': { enabled: false } } },
}

/** What axe finds; it is given to the page by the debugger, which no policy keeps from it. */
const violations = async (page: Page, rules: Rules = 'all'): Promise<string[]> => {
  await page.evaluate(axe.source)
  const run = `axe.run(${JSON.stringify(options[rules])}).then(({ violations }) => violations)`
  const found = (await page.evaluate(run)) as Violation[] // as axe documents it
  return found.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html} ${node.failureSummary}`))
}

type Run = { kind: 'classic' | 'managed'; colorScheme: 'light' | 'dark'; language: Language; rules: Rules }

/** Colours are the same in every language, and markup is in every colour. Classic pages are light alone. */
const runs: readonly Run[] = [
  { kind: 'classic', colorScheme: 'light', language: 'en', rules: 'all' },
  { kind: 'managed', colorScheme: 'light', language: 'en', rules: 'all' },
  { kind: 'managed', colorScheme: 'dark', language: 'en', rules: 'contrast' },
  { kind: 'managed', colorScheme: 'light', language: 'ja', rules: 'others' },
]

for (const { kind, colorScheme, language, rules } of runs) {
  test(`axe finds nothing on ${kind} pages that are ${colorScheme} and in ${language}`, { skip }, async () => {
    const page = await newPage({ colorScheme, reducedMotion: 'reduce' })
    for (const { page: name, name: shown, model } of samples) {
      await show(page, render(frameOf({ kind, language }), name, model(language)))
      assert.deepEqual(await violations(page, rules), [], shown)
    }
    await page.close()
  })
}

test('axe finds nothing where the menu of languages is open', { skip }, async () => {
  const page = await newPage({ reducedMotion: 'reduce' })
  for (const kind of ['classic', 'managed'] as const) {
    for (const colorScheme of ['LIGHT', 'DARK'] as const) {
      await show(page, render(frameOf({ kind, colorScheme }), 'signedOutPage', { links: {} }))
      await page.click('summary')
      assert.deepEqual(await violations(page), [])
    }
  }
  await page.close()
})
