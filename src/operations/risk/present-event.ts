import type { AuthEvent } from '../../domain/auth-event.ts'
import { toTimestamp } from '../../wire/casing.ts'

/** An event as the wire has it. What nobody knows, such as the city, is not there. */
export const toAuthEvent = ({ id, type, response, createdAt, risk, challenges, context, feedback }: AuthEvent) => ({
  EventId: id,
  EventType: type,
  CreationDate: toTimestamp(createdAt),
  EventResponse: response,
  EventRisk: {
    RiskDecision: risk.decision,
    ...(risk.level !== undefined && { RiskLevel: risk.level }),
    CompromisedCredentialsDetected: risk.compromised,
  },
  ChallengeResponses: challenges.map(({ name, response: given }) => ({
    ChallengeName: name,
    ChallengeResponse: given,
  })),
  EventContextData: {
    IpAddress: context.ipAddress,
    DeviceName: context.deviceName,
    ...(context.timezone !== undefined && { Timezone: context.timezone }),
  },
  ...(feedback && {
    EventFeedback: {
      FeedbackValue: feedback.value,
      Provider: feedback.provider,
      FeedbackDate: toTimestamp(feedback.at),
    },
  }),
})
