// Writes to users in their language (the attribute `locale`), with the pool's own words for everybody else.

const german = {
  CustomMessage_SignUp: 'Willkommen! Ihr Code ist {code}.',
  CustomMessage_ResendCode: 'Ihr neuer Code ist {code}.',
  CustomMessage_ForgotPassword: 'Mit dem Code {code} vergeben Sie ein neues Passwort.',
  CustomMessage_AdminCreateUser: 'Willkommen, {user}! Ihr Passwort für die erste Anmeldung ist {code}.',
}

export const handler = async (event) => {
  const { userAttributes, codeParameter, usernameParameter } = event.request
  const text = userAttributes.locale?.startsWith('de') ? german[event.triggerSource] : undefined
  if (text === undefined) return event
  // The function knows no code: the parameters stand where Cenote puts it, and where it puts the name.
  const message = text.replace('{code}', codeParameter).replace('{user}', usernameParameter)
  event.response = { smsMessage: message, emailMessage: `<p>${message}</p>`, emailSubject: 'Ihr Zugang' }
  return event
}
