import { isEmail } from './attribute-values.ts'
import { parseMailbox } from './mailbox.ts'
import { arnPlace, type Candidate, type PoolRule } from './pool-rule.ts'
import { unverifiedTexts } from './unverified-texts.ts'

/** Regions whose SES serves pools of every Region; a pool's own does as well (documented, not measured). */
const sharedSesRegions = ['eu-west-1', 'us-east-1', 'us-west-2']
const sesRegions = (region: string) => [...new Set([...sharedSesRegions, region])].sort()

/** What the service says of an SES identity that is in none of the Regions that serve a pool of `region`; undefined for others. */
export const sesSourceMistake = (sourceArn: string | undefined, region: string): string | undefined =>
  sourceArn === undefined || sesRegions(region).includes(arnPlace(sourceArn).region)
    ? undefined
    : `Provided SourceArn must be in one of the following SES regions: ${sesRegions(region).join(', ')}.`

/** Whether a text names a mailbox. Blanks around a name are no part of it, so that the parser alone would let a line break pass. */
export const isSender = (text: string): boolean => parseMailbox(text) !== undefined && !/[\r\n]/.test(text)

/** What the service says of a sender that is none. */
export const NOT_A_SENDER = 'Provided From email address is invalid'

const sourceMistake = ({ settings, place }: Candidate) =>
  sesSourceMistake(settings.emailConfiguration.sourceArn, place.region)

/** Texts that become header fields, by the path under which the service would name them. */
const headers = ({ settings }: Candidate): [path: string, text: string | undefined][] => [
  ['verificationMessageTemplate.emailSubject', settings.verificationMessageTemplate.emailSubject],
  ['verificationMessageTemplate.emailSubjectByLink', settings.verificationMessageTemplate.emailSubjectByLink],
  [
    'adminCreateUserConfig.inviteMessageTemplate.emailSubject',
    settings.adminCreateUserConfig.inviteMessageTemplate?.emailSubject,
  ],
  ['emailMfaConfiguration.subject', settings.emailMfaConfiguration?.subject],
]
const brokenHeader = (candidate: Candidate) =>
  headers(candidate).find(([, text]) => text !== undefined && /[\r\n]/.test(text))?.[0]

const emailRules: readonly PoolRule[] = [
  {
    text: 'Source ARN is required to use DEVELOPER email sending owner',
    broken: ({ settings: { emailConfiguration } }) =>
      emailConfiguration.emailSendingAccount === 'DEVELOPER' && !emailConfiguration.sourceArn,
  },
  {
    text: (candidate) => sourceMistake(candidate) ?? '',
    broken: (candidate) => sourceMistake(candidate) !== undefined,
  },
  {
    text: NOT_A_SENDER,
    broken: ({
      settings: {
        emailConfiguration: { from },
      },
    }) => from !== undefined && !isSender(from),
  },
  {
    text: unverifiedTexts.emailReplyTo,
    broken: ({ settings: { emailConfiguration } }) =>
      emailConfiguration.replyToEmailAddress !== undefined && !isEmail(emailConfiguration.replyToEmailAddress),
  },
  {
    text: (candidate) => unverifiedTexts.emailHeader(brokenHeader(candidate) ?? ''),
    broken: (candidate) => brokenHeader(candidate) !== undefined,
  },
]

const roles = ({ settings }: Candidate) =>
  [settings.smsConfiguration?.snsCallerArn, settings.smsConfiguration?.eumsSms?.callerArn].filter(Boolean)

const smsRules: readonly PoolRule[] = [
  {
    text: unverifiedTexts.eumsWithSns,
    broken: ({ settings: { smsConfiguration } }) =>
      Boolean(smsConfiguration?.snsCallerArn) && smsConfiguration?.eumsSms !== undefined,
  },
  {
    text: ({ place: { region } }) => `Invalid snsRegion. Allowed SNS region for ${region} is ${region}`,
    broken: ({ settings: { smsConfiguration }, place }) =>
      smsConfiguration?.snsRegion !== undefined && smsConfiguration.snsRegion !== place.region,
  },
  {
    text: ({ place }) => unverifiedTexts.eumsRegion(place.region),
    broken: ({ settings, place }) => {
      const region = settings.smsConfiguration?.eumsSms?.region
      return region !== undefined && region !== place.region
    },
  },
  {
    text: 'Cross-account pass role is not allowed.',
    broken: (candidate) => roles(candidate).some((arn = '') => arnPlace(arn).account !== candidate.place.accountId),
  },
]

/**
 * What the e-mail and SMS settings of a pool must be like. Whether AWS's own SES, SNS and IAM
 * allow what they name is not asked: where messages leave through them, it shows.
 */
export const messagingRules: readonly PoolRule[] = [...emailRules, ...smsRules]
