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

/** What axe finds; it is given to the page by the debugger, which no policy keeps from it. */
const violations = async (page: Page): Promise<string[]> => {
  await page.evaluate(axe.source)
  const found = (await page.evaluate(
    `axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] }).then(({ violations }) => violations)`,
  )) as Violation[] // as axe documents it
  return found.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html} ${node.failureSummary}`))
}

const spoken: readonly Language[] = ['en', 'ja', 'de']

for (const kind of ['classic', 'managed'] as const) {
  for (const colorScheme of ['light', 'dark'] as const) {
    test(`axe finds nothing on ${kind} pages that are ${colorScheme}`, { skip }, async () => {
      const page = await newPage({ colorScheme, reducedMotion: 'reduce' })
      for (const language of spoken) {
        for (const { page: name, name: shown, model } of samples) {
          await show(page, render(frameOf({ kind, language }), name, model(language)))
          assert.deepEqual(await violations(page), [], `${shown} in ${language}`)
        }
      }
      await page.close()
    })
  }
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
