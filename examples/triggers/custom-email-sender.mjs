// Sends e-mails in place of Cenote. Nobody waits for it: an error is in the log, and the message is tried again.
import { codeOf } from './codes.mjs'

const subjects = {
  CustomEmailSender_SignUp: 'Please confirm your address',
  CustomEmailSender_ForgotPassword: 'Your new password',
  CustomEmailSender_AdminCreateUser: 'Your temporary password',
}

/** Put your own mail here. What a function prints is in the log of Cenote at the level `debug`. */
const send = async ({ to, subject, html }) => {
  // biome-ignore lint/suspicious/noConsole: the example has no other way to show it
  console.log(`mail to ${to}: ${subject}: ${html}`)
}

export const handler = async (event) => {
  const { email } = event.request.userAttributes
  // A temporary password is ready to stand in HTML.
  const html = `<b>${await codeOf(event)}</b>`
  await send({ to: email, subject: subjects[event.triggerSource] ?? 'Your code', html })
}
