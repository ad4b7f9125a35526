import type { Example } from '../example.ts'
import { prepared } from '../prepare.ts'

const message = String.raw`\""Welcome {username}. Your confirmation code is {####}"\"`
const invitation = String.raw`--admin-create-user-config AllowAdminCreateUserOnly=false,InviteMessageTemplate=\{SMSMessage=${message},EmailMessage=${message},EmailSubject=\""Welcome to MyMobileGame"\"\}`
/** The documented line. */
const line = [
  '--user-pool-id us-west-2_EXAMPLE',
  String.raw`--policies PasswordPolicy=\{MinimumLength=6,RequireUppercase=true,RequireLowercase=true,RequireNumbers=true,RequireSymbols=true,TemporaryPasswordValidityDays=7\}`,
  '--deletion-protection ACTIVE',
  '--lambda-config PreSignUp="arn:aws:lambda:us-west-2:123456789012:function:cognito-test-presignup-function",PreTokenGeneration="arn:aws:lambda:us-west-2:123456789012:function:cognito-test-pretoken-function"',
  '--auto-verified-attributes "phone_number" "email"',
  String.raw`--verification-message-template \{\"SmsMessage\":\""Your code is {####}"\",\"EmailMessage\":\""Your code is {####}"\",\"EmailSubject\":\""Your verification code"\",\"EmailMessageByLink\":\""Click {##here##} to verify your email address."\",\"EmailSubjectByLink\":\""Your verification link"\",\"DefaultEmailOption\":\"CONFIRM_WITH_LINK\"\}`,
  '--sms-authentication-message "Your code is {####}"',
  '--user-attribute-update-settings AttributesRequireVerificationBeforeUpdate="email","phone_number"',
  '--mfa-configuration "OPTIONAL"',
  '--device-configuration ChallengeRequiredOnNewDevice=true,DeviceOnlyRememberedOnUserPrompt=true',
  '--email-configuration SourceArn="arn:aws:ses:us-west-2:123456789012:identity/admin@example.com",ReplyToEmailAddress="amdin+noreply@example.com",EmailSendingAccount=DEVELOPER,From="admin@amazon.com",ConfigurationSet="test-configuration-set"',
  '--sms-configuration SnsCallerArn="arn:aws:iam::123456789012:role/service-role/SNS-SMS-Role",ExternalId="12345",SnsRegion="us-west-2"',
  invitation,
  '--user-pool-tags "Function"="MyMobileGame","Developers"="Berlin"',
  invitation,
  '--user-pool-add-ons AdvancedSecurityMode="AUDIT"',
  String.raw`--account-recovery-setting RecoveryMechanisms=\[\{Priority=1,Name="verified_email"\},\{Priority=2,Name="verified_phone_number"\}\]`,
].join(' ')

const prepare = prepared({ UserPoolTier: 'PLUS' })

/** The longest of the examples: every setting of a pool. */
export const updateUserPool: Example = {
  command: 'update-user-pool',
  line,
  prepare: async (stage) => ({ ...(await prepare(stage)), '123456789012': '111111111111' }),
}
