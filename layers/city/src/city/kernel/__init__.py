"""What every domain shares and no domain owns: values, time, errors. No business rule, no AWS."""
