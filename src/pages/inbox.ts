import { createHash } from 'node:crypto'
import { Html, html } from './html.ts'

const STYLES = `
:root { color-scheme: light dark; --ink: #1c2524; --soft: #5b6866; --paper: #f6f8f7; --card: #fff; --line: #dce3e1; --accent: #0b6b63 }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e4eae8; --soft: #9aa8a5; --paper: #121817; --card: #1a2221; --line: #2c3735; --accent: #5cc8bc }
}
* { box-sizing: border-box }
body { margin: 0 auto; max-width: 46rem; padding: 1.5rem 1rem 4rem; background: var(--paper); color: var(--ink); font: 16px/1.5 system-ui, sans-serif }
h1 { margin: 0; font-size: 1.4rem }
h2 { margin: 0; font-size: 1.05rem; overflow-wrap: anywhere }
a { color: var(--accent); overflow-wrap: anywhere }
p { margin: .5rem 0 }
.soft { color: var(--soft); font-size: .875rem; overflow-wrap: anywhere }
form { display: flex; gap: .5rem; margin: 1rem 0 }
input, button { font: inherit; color: inherit; padding: .5rem .75rem; border: 1px solid var(--line); border-radius: .5rem; background: var(--card) }
input { flex: 1; min-width: 0 }
button { cursor: pointer }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px }
ol { list-style: none; margin: 0; padding: 0 }
li { margin: 0 0 1rem; padding: 1rem; background: var(--card); border: 1px solid var(--line); border-radius: .75rem }
.code { font: 600 1.6rem/1.2 ui-monospace, monospace; overflow-wrap: anywhere; user-select: all }
pre { margin: .5rem 0 0; white-space: pre-wrap; overflow-wrap: anywhere; font: inherit }
summary { cursor: pointer; color: var(--soft); font-size: .875rem }
details pre { font: .8125rem/1.5 ui-monospace, monospace }
`

/** What a Content-Security-Policy must allow for the page to have its looks. */
export const stylesHash = `sha256-${createHash('sha256').update(STYLES).digest('base64')}`

/** A message as the page shows it. `text` is what it says, `source` its HTML if it has any. */
export type ShownMessage = {
  readonly to: string
  readonly medium: string
  readonly subject: string | null
  readonly code: string | null
  readonly link: string | null
  readonly poolId: string
  readonly username: string
  readonly sentAt: string
  readonly text: string
  readonly source: string | undefined
}

const isWebAddress = (link: string) => /^https?:\/\//i.test(link)

const item = ({ to, medium, subject, code, link, poolId, username, sentAt, text, source }: ShownMessage) => html`
<li>
<h2>${subject ?? 'Text message'}</h2>
<p class="soft">${medium === 'SMS' ? 'SMS' : 'E-mail'} to <a href="?to=${encodeURIComponent(to)}">${to}</a>,
<time datetime="${sentAt}">${sentAt.slice(0, 19).replace('T', ' ')} UTC</time></p>
${code !== null && html`<p class="code">${code}</p>`}
${link !== null && isWebAddress(link) && html`<p><a href="${link}" rel="noopener noreferrer">${link}</a></p>`}
<pre>${text}</pre>
${source !== undefined && html`<details><summary>HTML source</summary><pre>${source}</pre></details>`}
<p class="soft">User ${username} of pool ${poolId}</p>
</li>`

/** The inbox: newest first, those to one recipient if `to` is given. It runs no scripts and loads nothing. */
export const inboxPage = ({
  to,
  messages,
}: {
  to: string | undefined
  messages: readonly ShownMessage[]
}): Html => html`
<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Inbox - Cenote</title>
<style>${new Html(STYLES)}</style>
</head>
<body>
<header>
<h1>Inbox</h1>
<p class="soft">Messages that Cenote did not send, because it runs in dev mode without a mail server or an SMS gateway.</p>
<form action="/_cenote/inbox" method="get" role="search">
<input type="search" name="to" value="${to ?? ''}" placeholder="E-mail address or phone number" aria-label="Recipient" autocomplete="off">
<button>Show</button>
</form>
${to !== undefined && html`<p><a href="/_cenote/inbox">All messages</a></p>`}
</header>
<main>
${messages.length === 0 ? html`<p>No messages${to !== undefined && html` to ${to}`} yet. Reload this page after the next sign-up.</p>` : html`<ol>${messages.map(item)}</ol>`}
</main>
</body>
</html>`
