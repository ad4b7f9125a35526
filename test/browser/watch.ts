import type { BrowserContext, Page, Response } from 'playwright-core'

/** Pages that tell of a mistake say so by their status, which browsers write down as an error of the page. */
const told: ReadonlySet<number> = new Set([400, 403])

/** Chromium's note about a document whose status is one of those. */
const isToldStatus = (text: string, address: string, refused: ReadonlySet<string>) =>
  /^Failed to load resource: the server responded with a status of 40[03] /.test(text) && refused.has(address)

const watchPage = (page: Page, isOwn: (url: URL) => boolean, troubles: string[]) => {
  const refused = new Set<string>()
  page.on('pageerror', (error) => troubles.push(`script: ${error.message}`))
  page.on('console', (message) => {
    const [type, text, { url }] = [message.type(), message.text(), message.location()]
    if (type !== 'error' && type !== 'warning') return
    if (!isToldStatus(text, url, refused)) troubles.push(`console: ${text} (${url})`)
  })
  page.on('request', (request) => {
    if (!isOwn(new URL(request.url()))) troubles.push(`request: ${request.url()}`)
  })
  page.on('response', (response: Response) => {
    const isDocument = response.request().isNavigationRequest()
    if (isDocument && told.has(response.status())) refused.add(response.url())
    else if (response.status() >= 400) troubles.push(`status: ${response.status()} of ${response.url()}`)
  })
}

/** Writes down what must not happen on any page: errors, what a policy forbids, and requests to elsewhere. */
export const watch = (context: BrowserContext, isOwn: (url: URL) => boolean, troubles: string[]): void => {
  context.on('page', (page) => watchPage(page, isOwn, troubles))
}
