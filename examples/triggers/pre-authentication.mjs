// Refuses applications that are too old, by the version that they send as ClientMetadata of InitiateAuth.

const OLDEST = 2

export const handler = async (event) => {
  // It comes as `validationData`, and is `null` where the application has sent nothing. The same answer is given where
  // nobody has the name (`userNotFound`), so that it does not tell who exists.
  const version = Number(event.request.validationData?.appVersion ?? OLDEST)
  if (!(version >= OLDEST)) throw new Error('this version is too old, please update')
  return event
}
