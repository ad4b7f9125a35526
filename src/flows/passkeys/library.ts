/** What WebAuthn is verified with. Loaded when the first passkey comes, as it takes a quarter of a second. */
export const loadLibrary = async () => {
  const [server, helpers] = await Promise.all([
    import('@simplewebauthn/server'),
    import('@simplewebauthn/server/helpers'),
  ])
  return { ...server, ...helpers }
}

/** The library. */
export type WebAuthn = Awaited<ReturnType<typeof loadLibrary>>
