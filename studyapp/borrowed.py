"""What Django and allauth say, where our catalogue says it better or they leave it in English.

Nothing here is used: it marks the sentences for `make messages`, which would drop our translation
of a sentence that it finds nowhere. A sentence must be theirs to the letter; the tests see to it.
"""

from django.utils.translation import gettext_noop as _
from django.utils.translation import ngettext_lazy

DJANGO = [
    _("Model name"),
    _("Add link"),
    _("Change or view list link"),
    _("Models in the %(name)s application"),
    _("Add %s"),
    _("Add %(name)s"),
    _(":"),
    _("Add another %(verbose_name)s"),
    _("Add another %(model)s"),
    _("Add"),
    _("Change %s"),
    _("View %s"),
    _("Select %s to change"),
    _("Select %s to view"),
    _("%(app)s administration"),
    _("By %(filter_title)s"),
    _(" By %(filter_title)s "),
    _("Change history: %s"),
    _("History"),
    _("Log out"),
    _("Thanks for spending some quality time with the web site today."),
    _("This object doesn’t have a change history. It probably wasn’t added via this admin site."),
    _("Recent actions"),
    _("My actions"),
    _("None available"),
    _("Breadcrumbs"),
    _("Start typing to filter…"),
    _("Toggle navigation"),
    _("Password change"),
    _("Password change successful"),
    _(
        "Please enter your old password, for security’s sake, and then enter your new password twice so we can verify you typed it in correctly."
    ),
    _(
        'Are you sure you want to delete the %(object_name)s "%(escaped_object)s"? All of the following related items will be deleted:'
    ),
    _("Yes, I’m sure"),
    _(
        "You are authenticated as %(username)s, but are not authorized to access this page. Would you like to login to a different account?"
    ),
    _(
        "Please enter the correct %(username)s and password for a staff account. Note that both fields may be case-sensitive."
    ),
    _(
        "Please enter a correct %(username)s and password. Note that both fields may be case-sensitive."
    ),
    _("Hold down “Control”, or “Command” on a Mac, to select more than one."),
    _("After you’ve created a user, you’ll be able to edit more user options."),
    _("Enter a new password for the user <strong>%(username)s</strong>."),
    _("Password-based authentication"),
    _("Disable password-based authentication"),
    _("Designates that this user has all permissions without explicitly assigning them."),
    _("superuser status"),
    _(
        "The groups this user belongs to. A user will get all permissions granted to each of their groups."
    ),
    _("Specific permissions for this user."),
    _("Null characters are not allowed."),
    _("Enter a valid email address."),
    _(
        "Enter a valid username. This value may contain only letters, numbers, and @/./+/-/_ characters."
    ),
    _("A user with that username already exists."),
    _("The password is too similar to the %(verbose_name)s."),
    _("This password is too common."),
    _("This password is entirely numeric."),
    _("Your password can’t be too similar to your other personal information."),
    _("Your password can’t be a commonly used password."),
    _("Your password can’t be entirely numeric."),
    _("Enter the same password as before, for verification."),
    _("Raw passwords are not stored, so there is no way to see the user’s password."),
    _("This field is required."),
    _("Enter a whole number."),
    _("Enter a number."),
    _("Enter a valid date."),
    _("Ensure this value is greater than or equal to %(limit_value)s."),
    _("Ensure this value is less than or equal to %(limit_value)s."),
    _("Select a valid choice. %(value)s is not one of the available choices."),
    _("Select a valid choice. That choice is not one of the available choices."),
    _("Please correct the error below."),
    _("Please correct the errors below."),
]

ALLAUTH = [
    _("Email (optional)"),
    _("Email"),
    _("Email address"),
    _("Password (again)"),
    _("New Password (again)"),
    _("Forgot your password?"),
    _("The username and/or password you specified are not correct."),
    _("Too many failed login attempts. Try again later."),
    _("Please type your current password."),
    _("Incorrect password."),
    _("Incorrect code."),
    _("You must type the same password each time."),
    _("A user is already registered with this email address."),
    _("This email address is already associated with this account."),
    _("Username can not be used. Please use other username."),
    _("This account is currently inactive."),
    _("Email Addresses"),
    _("The following email addresses are associated with your account:"),
    _(
        "You currently do not have any email address set up. You should really add an email address so you can receive notifications, reset your password, etc."
    ),
    _("Warning:"),
    _("Verified"),
    _("Unverified"),
    _("Primary"),
    _("Make Primary"),
    _("Re-send Verification"),
    _("Remove"),
    _("Add Email Address"),
    _("Add Email"),
    _("Do you really want to remove the selected email address?"),
    _("Verify Your Email Address"),
    _(
        "We have sent an email to you for verification. Follow the link provided to finalize the signup process. If you do not see the verification email in your main inbox, check your spam folder. Please contact us if you do not receive the verification email within a few minutes."
    ),
    _("Confirm Email Address"),
    _(
        'Please confirm that <a href="mailto:%(email)s">%(email)s</a> is an email address for user %(user_display)s.'
    ),
    _(
        'This email confirmation link expired or is invalid. Please <a href="%(email_url)s">issue a new email confirmation request</a>.'
    ),
    _("Confirm"),
    _("Confirmation email sent to %(email)s."),
    _("You have confirmed %(email)s."),
    _("Removed email address %(email)s."),
    _("Primary email address set."),
    _("You cannot remove your primary email address (%(email)s)."),
    _("Unable to confirm %(email)s because it is already confirmed by a different account."),
    _("Successfully signed in as %(name)s."),
    _("You have signed out."),
    _("Password successfully changed."),
    _("Password successfully set."),
    _("Two-Factor Authentication"),
    _("Authenticator App"),
    _("Authentication using an authenticator app is active."),
    _("An authenticator app is not active."),
    _("Activate"),
    _("Deactivate"),
    _("Activate Authenticator App"),
    _("Deactivate Authenticator App"),
    _("You are about to deactivate authenticator app based authentication. Are you sure?"),
    _(
        "To protect your account with two-factor authentication, scan the QR code below with your authenticator app. Then, input the verification code generated by the app below."
    ),
    _("Authenticator secret"),
    _("You can store this secret and use it to reinstall your authenticator app at a later time."),
    _("Authenticator code"),
    _("Code"),
    _("Authenticator app activated."),
    _("Authenticator app deactivated."),
    _("Recovery Codes"),
    _("Recovery codes"),
    _("No recovery codes set up."),
    _("You are about to generate a new set of recovery codes for your account."),
    _("This action will invalidate your existing codes."),
    _("Are you sure?"),
    _("Generate"),
    _("Generate new codes"),
    _("Download"),
    _("Download codes"),
    _("Unused codes"),
    _("View"),
    _("A new set of recovery codes has been generated."),
    _(
        "Your account is protected by two-factor authentication. Please enter an authenticator code:"
    ),
    _("Enter an authenticator code:"),
    _("Use authenticator app or code"),
    _("Use your password"),
    _("Alternative options"),
    _("Confirm Access"),
    _("Please reauthenticate to safeguard your account."),
    _("You cannot activate two-factor authentication until you have verified your email address."),
    _("You cannot add an email address to an account protected by two-factor authentication."),
    _("TOTP Authenticator"),
    _("Be patient, you are sending too many requests."),
    _("MFA"),
]

COUNTED = [
    ngettext_lazy(
        "This password is too short. It must contain at least %d character.",
        "This password is too short. It must contain at least %d characters.",
    ),
    ngettext_lazy(
        "Your password must contain at least %(min_length)d character.",
        "Your password must contain at least %(min_length)d characters.",
    ),
    ngettext_lazy(
        "Ensure this value has at most %(limit_value)d character (it has %(show_value)d).",
        "Ensure this value has at most %(limit_value)d characters (it has %(show_value)d).",
    ),
    ngettext_lazy(
        "There is %(unused_count)s out of %(total_count)s recovery codes available.",
        "There are %(unused_count)s out of %(total_count)s recovery codes available.",
    ),
]
