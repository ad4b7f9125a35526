/** The parts of the library that WebAuthn is verified with. */
export type WebAuthn = Pick<
  typeof import('@simplewebauthn/server'),
  'verifyRegistrationResponse' | 'verifyAuthenticationResponse'
> &
  Pick<
    typeof import('@simplewebauthn/server/helpers'),
    'decodeAttestationObject' | 'parseAuthenticatorData' | 'decodeCredentialPublicKey'
  >

/** Loads it with the first passkey that comes, as that takes a quarter of a second. */
export const loadLibrary = async (): Promise<WebAuthn> => {
  const [server, helpers] = await Promise.all([
    import('@simplewebauthn/server'),
    import('@simplewebauthn/server/helpers'),
  ])
  return { ...server, ...helpers }
}
