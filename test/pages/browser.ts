import { after, before } from 'node:test'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { chromiumPath, launchChromium } from '../browser/chromium.ts'
import { openSite } from './site.ts'

/** Why tests in a browser are left out, if they are. */
export const skip = chromiumPath ? false : 'there is no Chromium on this machine'

/** A browser and a site for the tests of a file. `show` serves a document, and goes there. */
export const useBrowser = (how: Parameters<typeof openSite>[0] = {}) => {
  let browser: Browser | undefined
  let site: Awaited<ReturnType<typeof openSite>> | undefined
  before(async () => {
    if (skip) return
    site = await openSite(how)
    browser = await launchChromium()
  })
  after(async () => {
    await browser?.close()
    await site?.close()
  })
  const open = () => {
    if (!browser || !site) throw new Error('the browser is there within tests only')
    return { browser, site }
  }
  return {
    newPage: async (options: BrowserContextOptions = {}): Promise<Page> => open().browser.newPage(options),
    async show(page: Page, document: string): Promise<void> {
      const { site } = open()
      site.pages.set('/', document)
      await page.goto(`${site.origin}/`)
    },
    get posted(): readonly URLSearchParams[] {
      return open().site.posted
    },
    get origin(): string {
      return open().site.origin
    },
  }
}
