// Functions as they are deployed to AWS Lambda, each with a way of its own.
let events = 0

exports.handler = async (event, context) => ({ ...event, response: { answeredBy: context.functionName } })
exports.count = async () => ++events
exports.throws = async () => {
  throw new TypeError('not today')
}
exports.callback = (event, _context, callback) => setTimeout(() => callback(null, event), 5)
exports.callbackError = (_event, _context, callback) => callback(new Error('by callback'))
exports.says = (_event, _context) => {}
exports.exits = async () => process.exit(3)
exports.hangs = () => new Promise((resolve) => setTimeout(resolve, 60_000))
exports.rejectsLate = async () => {
  Promise.reject(new Error('too late'))
  await new Promise((resolve) => setTimeout(resolve, 1000))
}
exports.huge = async (event) => 'x'.repeat(event.size)
exports.context = async (_event, { getRemainingTimeInMillis, ...context }) => ({
  ...Object.fromEntries(Object.entries(context).filter(([, value]) => typeof value !== 'function')),
  remaining: getRemainingTimeInMillis(),
  region: process.env.AWS_REGION,
  settings: Object.keys(process.env).filter((name) => name.startsWith('CENOTE_')),
})
exports.speaks = async () => {
  // biome-ignore lint/suspicious/noConsole: it is what is tested
  console.log('said aloud')
}
exports.notAFunction = 'text'
