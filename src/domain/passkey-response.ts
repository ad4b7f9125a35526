import type { Attachment } from './passkeys.ts'

/** Longer ones than any authenticator or browser makes; a credential's id has 1023 bytes at most (WebAuthn section 4). */
const MAX = { id: 1364, clientData: 8192, attestation: 32_768, authenticatorData: 8192, signature: 2048, handle: 128 }
const MAX_JSON = 32_768
const MAX_TRANSPORTS = 10

const BASE64URL = /^[A-Za-z0-9_-]+$/

type Members = Readonly<Record<string, unknown>>

const membersOf = (value: unknown): Members | undefined =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Members) : undefined

const bytesText = (value: unknown, max: number): string | undefined =>
  typeof value === 'string' && value.length <= max && BASE64URL.test(value) ? value : undefined

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** A new credential, as a browser gives it in JSON (WebAuthn Level 3, RegistrationResponseJSON). */
export type RegistrationResponse = {
  readonly id: string
  readonly attachment: Attachment | undefined
  readonly transports: readonly string[]
  readonly clientDataJSON: string
  readonly attestationObject: string
}

/** A signature of a credential, as a browser gives it in JSON (WebAuthn Level 3, AuthenticationResponseJSON). */
export type AssertionResponse = {
  readonly id: string
  readonly clientDataJSON: string
  readonly authenticatorData: string
  readonly signature: string
  readonly userHandle: string | undefined
}

/** The id that a credential and its bytes agree on, and its response. */
const readCredential = (value: unknown): { id: string; members: Members; response: Members } | undefined => {
  const members = membersOf(value)
  const response = membersOf(members?.response)
  const id = bytesText(members?.id, MAX.id)
  if (!members || !response || !id || id !== members.rawId || members.type !== 'public-key') return undefined
  return { id, members, response }
}

/** Short words, those of later versions of the standard too. */
const readTransports = (value: unknown): readonly string[] => {
  if (!Array.isArray(value)) return []
  const words = value.filter((word): word is string => typeof word === 'string' && /^[a-z-]{1,32}$/.test(word))
  return [...new Set(words)].slice(0, MAX_TRANSPORTS)
}

/** Reads a new credential; undefined for what is none. */
export const readRegistrationResponse = (value: unknown): RegistrationResponse | undefined => {
  const credential = readCredential(value)
  if (!credential) return undefined
  const { id, members, response } = credential
  const clientDataJSON = bytesText(response.clientDataJSON, MAX.clientData)
  const attestationObject = bytesText(response.attestationObject, MAX.attestation)
  if (!clientDataJSON || !attestationObject) return undefined
  const attachment = (['platform', 'cross-platform'] as const).find((one) => one === members.authenticatorAttachment)
  return { id, attachment, transports: readTransports(response.transports), clientDataJSON, attestationObject }
}

/** Reads the JSON text of a signature; undefined for what is none. */
export const readAssertionResponse = (text: string): AssertionResponse | undefined => {
  const credential = text.length > MAX_JSON ? undefined : readCredential(parse(text))
  if (!credential) return undefined
  const { id, response } = credential
  const clientDataJSON = bytesText(response.clientDataJSON, MAX.clientData)
  const authenticatorData = bytesText(response.authenticatorData, MAX.authenticatorData)
  const signature = bytesText(response.signature, MAX.signature)
  if (!clientDataJSON || !authenticatorData || !signature) return undefined
  // An authenticator may leave it out, as null or as nothing.
  if (!response.userHandle) return { id, clientDataJSON, authenticatorData, signature, userHandle: undefined }
  const userHandle = bytesText(response.userHandle, MAX.handle)
  return userHandle === undefined ? undefined : { id, clientDataJSON, authenticatorData, signature, userHandle }
}

/** What the browser says of a ceremony, which the authenticator signs along. */
export type ClientData = {
  readonly type: string
  readonly challenge: string
  readonly origin: string
  /** Whether a page of another origin has the one that asked in a frame. */
  readonly isFramed: boolean
}

/** Reads the client data of a ceremony; undefined for what is none. */
export const readClientData = (encoded: string): ClientData | undefined => {
  const members = membersOf(parse(Buffer.from(encoded, 'base64url').toString('utf8')))
  const { type, challenge, origin, crossOrigin, topOrigin } = members ?? {}
  if (typeof type !== 'string' || typeof challenge !== 'string' || typeof origin !== 'string') return undefined
  const isFramed = (crossOrigin ?? false) !== false || (topOrigin ?? undefined) !== undefined
  return { type, challenge, origin, isFramed }
}
