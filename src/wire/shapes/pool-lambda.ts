/** The Lambda triggers of a pool. */
import { oneOf, required, structure } from '../schema.ts'
import { ArnType } from './common.ts'

export const PreTokenGenerationLambdaVersionType = oneOf(['V1_0', 'V2_0', 'V3_0'])

export const PreTokenGenerationVersionConfigType = structure({
  LambdaVersion: required(PreTokenGenerationLambdaVersionType),
  LambdaArn: required(ArnType),
})

export const CustomSMSSenderLambdaVersionType = oneOf(['V1_0'])

export const CustomSMSLambdaVersionConfigType = structure({
  LambdaVersion: required(CustomSMSSenderLambdaVersionType),
  LambdaArn: required(ArnType),
})

export const CustomEmailSenderLambdaVersionType = oneOf(['V1_0'])

export const CustomEmailLambdaVersionConfigType = structure({
  LambdaVersion: required(CustomEmailSenderLambdaVersionType),
  LambdaArn: required(ArnType),
})

export const InboundFederationLambdaVersionType = oneOf(['V1_0'])

export const InboundFederationLambdaType = structure({
  LambdaVersion: required(InboundFederationLambdaVersionType),
  LambdaArn: required(ArnType),
})

export const LambdaConfigType = structure({
  PreSignUp: ArnType,
  CustomMessage: ArnType,
  PostConfirmation: ArnType,
  PreAuthentication: ArnType,
  PostAuthentication: ArnType,
  DefineAuthChallenge: ArnType,
  CreateAuthChallenge: ArnType,
  VerifyAuthChallengeResponse: ArnType,
  PreTokenGeneration: ArnType,
  UserMigration: ArnType,
  PreTokenGenerationConfig: PreTokenGenerationVersionConfigType,
  CustomSMSSender: CustomSMSLambdaVersionConfigType,
  CustomEmailSender: CustomEmailLambdaVersionConfigType,
  KMSKeyID: ArnType,
  InboundFederation: InboundFederationLambdaType,
})
