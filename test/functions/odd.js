// Functions that misbehave, each in a way of its own.
let calls = 0

export const echo = async (event) => event
export const count = async () => ++calls
export const late = (event, _context, callback) => {
  setTimeout(() => callback(null, event), event.delay)
}
export const done = (event, context) => {
  setImmediate(() => context.done(null, event))
}
export const atOnce = (event) => ({ ...event, answered: 'at once' })
export const both = async (event, _context, callback) => callback(null, event)
export const context = async (_event, { getRemainingTimeInMillis, ...given }) => ({
  ...Object.fromEntries(Object.entries(given).filter(([, value]) => typeof value !== 'function')),
  remaining: getRemainingTimeInMillis(),
})
export const environment = async () => Object.keys(process.env).filter((name) => name.startsWith('CENOTE_'))
export const nothing = async () => {}
export const silent = (_event, _context, _callback) => {}
export const loop = async () => {
  for (;;);
}
export const throws = async () => {
  throw new Error('not today')
}
export const throwsAtOnce = () => {
  throw new TypeError('at once')
}
export const throwsText = async () => {
  throw 'a text'
}
export const throwsOdd = async () => {
  throw {
    get message() {
      throw new Error('again')
    },
  }
}
export const fails = (_event, _context, callback) => callback('by callback')
export const circular = async (event) => Object.assign(event, { event })
export const bigint = async () => ({ n: 1n })
export const toFunction = async () => () => {}
export const huge = async (event) => 'x'.repeat(event.size)
/** More than an answer may have, and otherwise one. */
export const vast = async (event) => ({ ...event, more: 'x'.repeat(7 * 1024 * 1024) })
/** Whatever a member of an answer may be, it is no such list. */
export const garbage = async (event) => ({
  ...event,
  response: Object.fromEntries(Object.keys(event.response).map((name) => [name, [[]]])),
})
export const exits = async () => process.exit(3)
export const uncaught = async () => {
  setImmediate(() => {
    throw new Error('out of nowhere')
  })
  return new Promise(() => {})
}
export const memory = async () => {
  const all = []
  for (;;) all.push(new Array(1e6).fill(Math.random()))
}
export const prototype = async () =>
  JSON.parse('{"__proto__":{"polluted":"yes"},"constructor":{"prototype":{"polluted":"yes"}}}')
export const speaks = async () => {
  // biome-ignore lint/suspicious/noConsole: it is what is tested
  console.log('said aloud')
  // biome-ignore lint/suspicious/noConsole: it is what is tested
  console.error('said aside')
}
export const notAFunction = 'text'
