// Tells a user of a sign-in with a device that was not seen before, in a pool that tracks devices.

/** Put your own mail here. */
const tell = async (address, text) => {
  // biome-ignore lint/suspicious/noConsole: the example has no other way to show it
  console.log(`to ${address}: ${text}`)
}

export const handler = async (event) => {
  const { newDeviceUsed, userAttributes } = event.request
  // The user waits for this, and gets no tokens if it fails.
  if (newDeviceUsed) await tell(userAttributes.email, 'you have signed in with a new device')
  return event
}
