/** The settings of services of AWS, or of others in their place. */
import { isPlainUrl, PLAIN_URL } from './domain/host.ts'

/** What the setting of such a service must be. */
export const AWS_PLACE = `aws, or ${PLAIN_URL}`

/** Where a service is: `aws`, or the URL of an endpoint that speaks its protocol. */
export const readAwsPlace = (variable: string, place: string | undefined, mistakes: string[]): string | undefined => {
  if (place && place !== 'aws' && !isPlainUrl(place)) mistakes.push(`${variable}: must be ${AWS_PLACE}`)
  return place
}

/** What encrypts codes for functions that send them: keys of KMS, or one key of 64 hexadecimal digits. */
export type SenderKey = { readonly kms: string } | { readonly hex: string }

/** Which of the two it is; undefined for neither. */
export const readSenderKey = (
  { CENOTE_KMS, CENOTE_SENDER_KEY: hex }: { CENOTE_KMS?: string; CENOTE_SENDER_KEY?: string },
  mistakes: string[],
): SenderKey | undefined => {
  const kms = readAwsPlace('CENOTE_KMS', CENOTE_KMS, mistakes)
  if (kms && hex) mistakes.push('CENOTE_SENDER_KEY: cannot be set together with CENOTE_KMS')
  if (kms) return { kms }
  return hex ? { hex } : undefined
}

/** Where the SDK's default chain looks first; what it finds in files and by the machine is meant for AWS. */
const credentials = [
  'AWS_ACCESS_KEY_ID',
  'AWS_PROFILE',
  'AWS_WEB_IDENTITY_TOKEN_FILE',
  'AWS_CONTAINER_CREDENTIALS_RELATIVE_URI',
  'AWS_CONTAINER_CREDENTIALS_FULL_URI',
]

/** Whether the environment says with which credentials services are asked. */
export const hasAwsCredentials = (environment: NodeJS.ProcessEnv): boolean =>
  credentials.some((name) => environment[name])
