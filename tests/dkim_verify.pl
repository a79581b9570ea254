# Prints what Mail::DKIM says of each signature of the message on standard input: algorithm, domain, result.
# The arguments are names in the DNS and, after each, the strings of its TXT record, ended by "--".
use strict;
use warnings;
use Mail::DKIM::DNS;
use Mail::DKIM::Verifier;
use Net::DNS::Resolver::Mock;

my ( @zone, $name );
for (@ARGV) {
    if    ( $_ eq '--' )      { undef $name; $zone[-1] .= "\n" }
    elsif ( !defined $name ) { $name = $_; push @zone, "$name 60 TXT" }
    else                      { $zone[-1] .= qq( "$_") }
}
my $resolver = Net::DNS::Resolver::Mock->new;
$resolver->zonefile_parse( join '', @zone );
Mail::DKIM::DNS::resolver($resolver);

my $verifier = Mail::DKIM::Verifier->new;
binmode STDIN;
while (<STDIN>) {
    s/\r?\n$//;
    $verifier->PRINT("$_\015\012");
}
$verifier->CLOSE;
print join( ' ', $_->algorithm, $_->domain, $_->result_detail ), "\n" for $verifier->signatures;
