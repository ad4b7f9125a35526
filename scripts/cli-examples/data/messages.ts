const details = 'to your account with this information:'
const html = (happened: string) => `<!DOCTYPE html>
<html>
<head>
\t<title>HTML email context</title>
\t<meta charset="utf-8">
</head>
<body>
<pre>${happened}
<ul>
<li>Time: {login-time}</li>
<li>Device: {device-name}</li>
<li>Location: {city}, {country}</li>
</ul>
If this sign-in was not by you, you should change your password and notify us by clicking on <a href={one-click-link-invalid}>this link</a>
If this sign-in was by you, you can follow <a href={one-click-link-valid}>this link</a> to let us know</pre>
</body>
</html>`

const text = (happened: string) => `${happened}
Time: {login-time}
Device: {device-name}
Location: {city}, {country}
If this sign-in was not by you, you should change your password and notify us by clicking on {one-click-link-invalid}
If this sign-in was by you, you can follow {one-click-link-valid} to let us know`

const message = (Subject: string, happened: string) => ({ Subject, HtmlBody: html(happened), TextBody: text(happened) })

/** The risk configuration of the documentation, with its messages. */
export const riskConfiguration = {
  CompromisedCredentialsRiskConfiguration: {
    EventFilter: ['SIGN_IN' as const, 'SIGN_UP' as const, 'PASSWORD_CHANGE' as const],
    Actions: { EventAction: 'BLOCK' as const },
  },
  AccountTakeoverRiskConfiguration: {
    NotifyConfiguration: {
      From: 'diego@example.com',
      ReplyTo: 'diego@example.com',
      SourceArn: 'arn:aws:ses:us-east-1:111111111111:identity/diego@example.com',
      BlockEmail: message('Blocked sign-in attempt', `We blocked an unrecognized sign-in ${details}`),
      NoActionEmail: message('New sign-in attempt', `We observed an unrecognized sign-in ${details}`),
      MfaEmail: message(
        'New sign-in attempt',
        'We required you to use multi-factor authentication for the following sign-in attempt:',
      ),
    },
    Actions: {
      LowAction: { Notify: true, EventAction: 'NO_ACTION' as const },
      MediumAction: { Notify: true, EventAction: 'MFA_IF_CONFIGURED' as const },
      HighAction: { Notify: true, EventAction: 'MFA_IF_CONFIGURED' as const },
    },
  },
}
