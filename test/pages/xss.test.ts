import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import type { Frame } from '../../src/pages/frame.ts'
import { skip, useBrowser } from './browser.ts'
import { frameOf } from './frames.ts'
import { render, samples } from './samples.ts'

const { newPage, show } = useBrowser({ hasPolicy: false })

const payloads = Object.values(
  JSON.parse(readFileSync(new URL('./xss.json', import.meta.url), 'utf8')) as Record<string, string[]>, // ours
).flat()

/** Members whose values are of few words, which no one else chooses. */
const closed: ReadonlySet<string> = new Set(['usernameKind', 'kind', 'methods', 'factors', 'done'])

/** A model with a text in the place of every text. */
const filled = (value: unknown, text: string): unknown => {
  if (typeof value === 'string') return text
  if (Array.isArray(value)) return value.map((item) => filled(item, text))
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [name, closed.has(name) ? item : filled(item, text)]),
  )
}

const picture = (text: string) => ({ light: text, dark: text })

/** A frame with the text wherever a pool, a client or a branding may have one, and every image and bar there is. */
const frameWith = (kind: 'classic' | 'managed', text: string): Frame => {
  const frame = frameOf({ kind })
  const { arrangement } = frame.look
  const bar = { ...arrangement.header, isShown: true, hasBackground: true, hasLogo: true }
  return {
    ...frame,
    languages: frame.languages.slice(0, 2).map(({ language }) => ({ language, href: text })),
    csrf: text,
    title: text,
    look: {
      ...frame.look,
      images: {
        FAVICON_SVG: picture(text),
        FORM_LOGO: picture(text),
        FORM_BACKGROUND: picture(text),
        PAGE_BACKGROUND: picture(text),
        PAGE_HEADER_LOGO: picture(text),
        PAGE_HEADER_BACKGROUND: picture(text),
        EMAIL_GRAPHIC: picture(text),
      },
      logo: text,
      arrangement: {
        ...arrangement,
        header: bar,
        footer: bar,
        formLogo: { ...arrangement.formLogo, isShown: true },
        hasFormBackground: true,
        hasPageBackground: true,
        favicons: ['SVG'],
      },
    },
  }
}

/** The elements of documents with the names of their attributes, and addresses that may not be, as the browser reads them. */
const readers = `(documents) => documents.map((text) => {
  const document = new DOMParser().parseFromString(text, 'text/html')
  const elements = [...document.querySelectorAll('*')]
  const shape = elements.map((element) => element.localName + ' ' + element.getAttributeNames().join(' ')).join('\\n')
  const names = ['href', 'src', 'action', 'formaction', 'srcset', 'xlink:href', 'data']
  const addresses = elements.flatMap((element) => names.map((name) => element.getAttribute(name)).filter((value) => value !== null))
  const base = 'http://localhost'
  const unsafe = addresses.filter((address) => {
    const { protocol, origin } = new URL(address, base)
    return !['http:', 'https:', 'data:', 'otpauth:'].includes(protocol) || (address !== 'data:,' && protocol === 'data:') || (origin !== base && !/^https?:/.test(address))
  })
  return { shape, unsafe }
})`

test('there are many payloads, each once', () => {
  assert.ok(payloads.length >= 200)
  assert.equal(new Set(payloads).size, payloads.length)
})

test('no text makes an element, an attribute or an address of its own', { skip }, async () => {
  const page = await newPage()
  for (const [index, { page: name, name: shown, model }] of samples.entries()) {
    // Only the first has what differs between the two, the note below providers, besides the frame.
    for (const kind of index === 0 ? (['classic', 'managed'] as const) : (['managed'] as const)) {
      const documents = ['x', ...payloads].map((text) =>
        render(frameWith(kind, text), name, filled(model('en'), text) as object),
      )
      const read = (await page.evaluate(`(${readers})(${JSON.stringify(documents)})`)) as {
        shape: string
        unsafe: string[]
      }[] // as `readers` returns it
      for (const [index, { shape, unsafe }] of read.entries()) {
        const payload = ['x', ...payloads][index]
        assert.equal(shape, read[0]?.shape, `${shown}: ${payload}`)
        assert.deepEqual(unsafe, [], `${shown}: ${payload}`)
      }
    }
  }
  await page.close()
})

test('no text runs, even where no policy holds', { skip }, async () => {
  const page = await newPage()
  const ran: string[] = []
  await page.exposeFunction('hit', () => ran.push(page.url()))
  const asked: string[] = []
  page.on('request', (request) => {
    if (!/^(?:http:\/\/localhost:\d+\/|data:)/.test(request.url())) asked.push(request.url())
  })
  for (const [index, payload] of payloads.entries()) {
    const sample = samples[index % samples.length]
    assert.ok(sample)
    const kind = index % 2 === 0 ? 'classic' : 'managed'
    await show(page, render(frameWith(kind, payload), sample.page, filled(sample.model('en'), payload) as object))
    assert.deepEqual([ran, asked], [[], []], `${sample.name}: ${payload}`)
  }
  await page.close()
})
