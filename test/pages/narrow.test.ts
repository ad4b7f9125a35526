import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Language } from '../../src/pages/text.ts'
import { skip, useBrowser } from './browser.ts'
import { frameOf } from './frames.ts'
import { render, samples } from './samples.ts'

const { newPage, show } = useBrowser()
const WIDTH = 320

/** Elements to press that are lower than 44 pixels, but for links within a text and boxes with a label. */
const smallTargets = `[...document.querySelectorAll('a, button, summary, input:not([type=hidden]), label.check')]
  .filter((element) => element.checkVisibility() && !element.closest('.legal') && element.type !== 'checkbox')
  .filter((element) => element.getBoundingClientRect().height < 44)
  .map((element) => element.outerHTML)`

/** Those with the longest words and the longest texts, and one that breaks its lines between any two characters. */
const widest: readonly Language[] = ['de', 'nl', 'fr', 'ja']

for (const language of widest) {
  test(`a page of ${WIDTH} pixels needs no scrolling sideways in ${language}, and its targets are large`, {
    skip,
  }, async () => {
    const page = await newPage({ viewport: { width: WIDTH, height: 568 }, hasTouch: true })
    for (const { page: name, name: shown, model } of samples) {
      await show(page, render(frameOf({ kind: 'managed', language }), name, model(language)))
      assert.equal(await page.evaluate('document.documentElement.scrollWidth'), WIDTH, shown)
      assert.deepEqual(await page.evaluate(smallTargets), [], shown)
    }
    await page.close()
  })
}

test('a long word does not widen the page', { skip }, async () => {
  const page = await newPage({ viewport: { width: WIDTH, height: 568 } })
  const word = 'Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichenhersteller'.repeat(3)
  const models = [
    ['codePage', { action: '/', kind: 'email', destination: word, links: { back: '/' } }],
    ['passwordPage', { action: '/', error: word, username: word, links: { back: '/' } }],
    ['errorPage', { code: word, message: word }],
    [
      'signInPage',
      {
        action: '/',
        usernameKind: 'any',
        username: '',
        asksPassword: false,
        localForm: true,
        links: {},
        providers: [{ name: 'A', label: word, type: 'OIDC', href: '/' }],
      },
    ],
  ] as const
  for (const [name, model] of models) {
    await show(page, render(frameOf(), name, model))
    assert.equal(await page.evaluate('document.documentElement.scrollWidth'), WIDTH, name)
  }
  await page.close()
})
