/** Text messages by SNS. */
export const sms = { SnsCallerArn: 'arn:aws:iam::000000000000:role/sms', ExternalId: 'id', SnsRegion: 'us-east-1' }
/** Text messages by End User Messaging. */
export const eums = {
  CallerArn: sms.SnsCallerArn,
  ExternalId: 'id',
  OriginationIdentity: '+15550100',
  ConfigurationSetName: 'set',
  InEntityId: 'entity',
  InTemplateId: 'template',
  Region: 'us-east-1',
}
/** E-mail from an address of one’s own. */
export const ses = {
  EmailSendingAccount: 'DEVELOPER',
  SourceArn: 'arn:aws:ses:eu-west-1:111111111111:identity/a@example.com',
  From: 'Jane <a@example.com>',
  ReplyToEmailAddress: 'b@example.com',
  ConfigurationSet: 'set-1',
}
