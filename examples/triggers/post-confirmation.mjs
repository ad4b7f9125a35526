// Makes room for a new user in the application's own data. Errors undo no confirmation: be content with being late.

/** Put your own database here. What a function prints is in the log of Cenote at the level `debug`. */
const makeAccount = async (sub, email) => {
  // biome-ignore lint/suspicious/noConsole: the example has no other way to show it
  console.log(`an account for ${email} (${sub})`)
}

export const handler = async (event) => {
  // It is also told of passwords that were forgotten. A function may see an event twice: make the account once.
  if (event.triggerSource === 'PostConfirmation_ConfirmSignUp') {
    const { sub, email } = event.request.userAttributes
    await makeAccount(sub, email)
  }
  return event
}
