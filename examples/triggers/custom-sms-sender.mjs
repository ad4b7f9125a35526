// Sends text messages in place of Cenote. Nobody waits for it: an error is in the log, and the message is tried again.
import { codeOf } from './codes.mjs'

/** Put your own gateway here. What a function prints is in the log of Cenote at the level `debug`. */
const send = async (number, text) => {
  // biome-ignore lint/suspicious/noConsole: the example has no other way to show it
  console.log(`text to ${number}: ${text}`)
}

export const handler = async (event) => {
  await send(event.request.userAttributes.phone_number, `Your code is ${await codeOf(event)}`)
}
